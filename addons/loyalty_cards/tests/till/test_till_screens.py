from freezegun import freeze_time

from odoo.tests import Form, new_test_user, tagged

from .common import TillCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillScreens(TillCase):
    """A manager sees which till gave what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            'till.manager',
            'point_of_sale.group_pos_manager',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def test_order_shows_its_card(self):
        order = self._sell(self._claim(self.coffee, 1, 50), discount_card_id=self.card.id)
        form = Form(order.with_user(self.manager))
        self.assertEqual(form.discount_card_id, self.card)
        self.assertEqual(form.card_discount_total, 6)
        self.assertTrue(form.card_has_mismatch)

    def test_report_counts_mismatches_by_till(self):
        self._sell(
            self._claim(self.coffee, 1, 50),
            self._claim(self.tea, 1, 5),
            discount_card_id=self.card.id,
        )
        report = self.env['discount.card.report'].with_user(self.manager)
        self.assertEqual(
            report._read_group(
                [('is_mismatch', '=', True)],
                ['pos_config_id', 'user_id'],
                ['card_discount:sum', '__count'],
            ),
            [(self.till, self.cashier, 6, 1)],
        )
