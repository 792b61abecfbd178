from odoo.tests import HttpCase, tagged

from .common import TillCase


@tagged('post_install', '-at_install')
class TestTillTour(TillCase, HttpCase):
    """A cashier sells in a real browser, with and without network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coffee.write({'barcode': '4000000000013', 'available_in_pos': True})
        cls.tea.available_in_pos = True
        cls.shift = cls.session
        del cls.session  # the name of the browser's, in `HttpCase`

    def test_cards_at_the_till(self):
        self.cashier.password = 'card.cashier'
        self.start_tour(f'/pos/ui/{self.till.id}', 'loyalty_cards_till', login='card.cashier')
        orders = self.shift.order_ids.sorted('id')
        self.assertEqual(orders.mapped('state'), ['paid'] * 4)
        large, queued, offline, late = orders
        self.assertRecordValues(
            large.lines,
            [
                {'qty': 3, 'discount': 5, 'card_origin': 'card', 'card_rule_names': "Gold"},
                {'qty': 1, 'discount': 15, 'card_origin': 'manual', 'card_rule_names': 'Gold'},
            ],
        )
        self.assertEqual(queued.card_code, '0479999')
        for order in large | offline | late:
            self.assertEqual((order.discount_card_id, order.partner_id), (self.card, self.ann))
            self.assertEqual(order.card_entry_mode, 'scan')
        self.assertFalse(any(orders.mapped('card_has_mismatch')))
        self.assertEqual(sum(self._find_entries(orders).mapped('turnover')), 62.1)

    def test_cards_at_the_counter(self):
        self.cashier.password = 'card.cashier'
        blank = self.card.create({
            'code': '2900000000049',
            'state': 'unregistered',
            'category_id': self.gold.id,
            'company_id': self.company.id,
        })
        self.start_tour(f'/pos/ui/{self.till.id}', 'loyalty_cards_counter', login='card.cashier')
        dora = self.env['res.partner'].search([('name', '=', "Dora")])
        self.assertEqual(len(dora), 1)
        self.assertRecordValues(blank, [{'state': 'active', 'partner_id': dora.id}])
        orders = self.shift.order_ids.sorted('id')
        self.assertEqual(orders.discount_card_id, self.card | blank)
        self.assertEqual(orders[1].partner_id, dora)
        self.assertFalse(any(orders.mapped('card_has_mismatch')))
