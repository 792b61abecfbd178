from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.tier import discount_card_ladder_schedule as schedule
from .tiers_common import TODAY, TiersCommon

STEP = f'{schedule.__name__}.CARDS_PER_STEP'


@tagged('post_install', '-at_install')
class TestTierNight(TiersCommon):
    """The nightly job runs every ladder in steps, and a night that is broken off is made up for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref('loyalty_cards.ir_cron_discount_card_tiers')
        cls.bronze.promotion_sms_template_id = cls.env['sms.template'].create({
            'name': "Welcome",
            'model_id': cls.env['ir.model']._get_id('discount.card'),
            'body': "You are {{ object.category_id.name }} now",
        })

    def _trigger(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _break(self, is_broken):
        """Let steps fail for which `is_broken(ladder)`."""
        ladders = type(self.env['discount.card.ladder'])
        original = ladders._run_step

        def run(ladder, date):
            if is_broken(ladder):
                raise ValueError("power cut")
            return original(ladder, date)

        return patch.object(ladders, '_run_step', run)

    def _holders(self, count):
        """Return cards of customers with a telephone, each with enough for bronze."""
        partners = self.env['res.partner'].create([
            {'name': f"Customer {n}", 'phone': f'+3592981234{n}'} for n in range(count)
        ])
        cards = self.env['discount.card'].union(*map(self._card, partners))
        for card in cards:
            self._buy(100, card)
        return cards

    def _logs(self, cards):
        return self.env['discount.card.tier.log'].search([('card_id', 'in', cards.ids)])

    def _texts(self, cards):
        return self.env['sms.sms'].search([('partner_id', 'in', cards.partner_id.ids)])

    def test_every_ladder_is_run_and_a_broken_one_alone_fails(self):
        other = self._found("Other")
        broken = self._set_up(other, [('Blue', 10, 0)])
        card, own = self._card(company_id=other.id), self._card()
        self._buy(10, card, company=other)
        self._buy(100, own)
        with self._break(lambda ladder: ladder == broken), self.assertLogs(level='ERROR'):
            self._trigger()
        self.assertEqual((own.category_id, card.category_id.ids), (self.bronze, []))

    def test_many_cards_are_run_in_steps(self):
        cards = self._holders(5)
        done = []
        with patch(STEP, 2), self._break(lambda _ladder: done.append(len(self._logs(cards)))):
            self._trigger()
        self.assertEqual(done, [0, 2, 4])
        self.assertEqual(cards.category_id, self.bronze)
        self.assertEqual((len(self._logs(cards)), len(self._texts(cards))), (5, 5))
        self.assertEqual(self.ladder.last_run_at.strftime('%F'), TODAY)

    @mute_logger(schedule.__name__)
    def test_a_night_that_is_broken_off_is_made_up_for(self):
        cards = self._holders(5)
        done = []

        def die_at_the_third(_ladder):
            done.append(1)
            return len(done) == 3

        with patch(STEP, 1), self._break(die_at_the_third):
            self._trigger()
        self.assertEqual(len(cards.filtered('category_id')), 2)
        self.assertEqual((len(self._logs(cards)), len(self._texts(cards))), (2, 2))
        self._trigger()
        self.assertEqual(cards.category_id, self.bronze)
        self.assertEqual((len(self._logs(cards)), len(self._texts(cards))), (5, 5))

    def test_the_cards_of_a_customer_are_in_one_step_and_told_once(self):
        cards = self._holders(2)
        second = self._card(cards[0].partner_id)
        with patch(STEP, 1):
            self._trigger()
        self.assertEqual(second.category_id, self.bronze)
        self.assertEqual(len(self._texts(cards)), 2)

    def test_what_changes_between_the_steps_counts(self):
        first, locked, returned = self._holders(3)

        def step(_ladder):
            if len(self._logs(first)) == 1 and not locked.tier_locked_until:
                locked.write({'tier_locked_until': '2027-01-01', 'tier_lock_reason': "Founder"})
                self._buy(-100, returned)

        with patch(STEP, 1), self._break(step):
            self._trigger()
        self.assertEqual(first.category_id, self.bronze)
        self.assertFalse((locked | returned).category_id)
        self.assertEqual(len(self._texts(first | locked | returned)), 1)
