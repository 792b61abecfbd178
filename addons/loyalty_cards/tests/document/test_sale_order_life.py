from datetime import datetime
from xmlrpc.client import dumps

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestSaleOrderLife(DocumentCase):
    def _discounts(self, order):
        self.env.flush_all()
        return order.order_line.mapped('discount')

    # === FROZEN, COPIED === #

    def test_confirmed_order_keeps_its_discounts(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        self.rule.bracket_ids[0].percent = 8
        order.order_line.product_uom_qty = 500
        self.assertEqual(self._discounts(order), [5])
        order.action_lock()
        self.assertEqual(self._discounts(order), [5])

    def test_edit_right_before_confirmation_counts(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.order_line.product_uom_qty = 100
        order.action_confirm()
        self.assertEqual(self._discounts(order), [10])

    def test_quotation_again_is_computed_again(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        order._action_cancel()
        self.rule.bracket_ids[0].percent = 8
        self.assertEqual(self._discounts(order), [5])
        order.action_draft()
        self.assertEqual(self._discounts(order), [8])

    def test_copy_keeps_the_card_and_is_computed_today(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].discount = 15
        order.action_confirm()
        self.rule.bracket_ids[0].percent = 8
        copy = order.copy()
        self.assertEqual(copy.discount_card_id, self.card)
        self.assertEqual(self._discounts(copy), [8, 15])

    # === PRICELISTS === #

    def _set_pricelist(self, order, percent):
        pricelist = self.env['product.pricelist'].create({
            'name': "List",
            'company_id': self.company.id,
            'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': percent})],
        })
        order.pricelist_id = pricelist
        order._recompute_prices()

    def test_larger_discount_of_a_pricelist_stays(self):
        order = self._order(self.ann, (self.coffee, 10))
        self._set_pricelist(order, 7)
        self.assertEqual(self._discounts(order), [7])
        self.assertEqual(order.order_line.card_origin, 'pricelist')
        self._set_pricelist(order, 4)
        self.assertEqual(self._discounts(order), [5])
        order.discount_card_id = False
        self.assertEqual(self._discounts(order), [4])

    def test_typed_discount_survives_that_core_resets_it(self):
        order = self._order(self.ann, (self.coffee, 10))
        self._set_pricelist(order, 4)
        order.order_line.discount = 15
        order.order_line.product_uom_qty = 20
        self.assertEqual(self._discounts(order), [15])
        self._set_pricelist(order, 4)
        self.assertEqual(self._discounts(order), [5], "New prices begin anew, as in core.")

    def test_without_cards_core_is_as_it_was(self):
        order = self._order(self.bob, (self.coffee, 10))
        self._set_pricelist(order, 4)
        self.assertEqual(self._discounts(order), [4])
        order.order_line.discount = 15
        order.order_line.product_uom_qty = 20
        self.assertEqual(self._discounts(order), [4], "Core resets it; nobody has a card here.")

    def test_typed_nothing_stays_nothing(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.order_line.discount = 0
        order.order_line.product_uom_qty = 20
        self.assertEqual(self._discounts(order), [0])

    def test_brackets_are_in_the_currency_of_the_company(self):
        foreign = self.env['res.currency'].create({'name': 'XCC', 'symbol': 'x', 'rounding': 0.01})
        self.env['res.currency.rate'].create({
            'currency_id': foreign.id,
            'company_id': self.company.id,
            'name': '2026-01-01',
            'rate': 2,
        })
        pricelist = self.env['product.pricelist'].create({
            'name': "Foreign",
            'currency_id': foreign.id,
            'company_id': self.company.id,
        })
        order = self._order(self.ann, (self.coffee, 99), pricelist_id=pricelist.id)
        self.assertEqual(order.order_line.price_unit, 20)
        self.assertEqual(self._discounts(order), [5])
        order.order_line.product_uom_qty = 100
        self.assertEqual(self._discounts(order), [10], "2,400 abroad are 1,200 at home.")

    # === WHO === #

    def test_another_customer_has_another_card(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.partner_id = self.bob
        self.assertFalse(order.discount_card_id)
        self.assertEqual(self._discounts(order), [0])
        order.partner_id = self.ann
        self.assertEqual(self._discounts(order), [5])

    def test_contact_uses_the_card_of_its_company(self):
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        contact = self.env['res.partner'].create({'name': "Buyer", 'parent_id': firm.id})
        self.card.partner_id = firm
        order = self._order(contact, (self.coffee, 10))
        self.assertEqual(order.discount_card_id, self.card)

    def test_pensioner_needs_no_card(self):
        self.bob.discount_membership_ids = [Command.create({'category_id': self.pensioner.id})]
        order = self._order(self.bob, (self.coffee, 10))
        self.assertEqual(self._discounts(order), [3])
        self.assertEqual(order.discount_category_id, self.pensioner)

    def test_proof_that_expired_gives_nothing_and_says_so(self):
        self.pensioner.requires_proof = True
        self.bob.discount_membership_ids = [
            Command.create({'category_id': self.pensioner.id, 'proof_date_to': '2026-03-01'})
        ]
        order = self._order(self.bob, (self.coffee, 10))
        self.assertEqual(self._discounts(order), [0])
        self.assertEqual(order.card_reasons, "The proof for Pensioner has expired.")

    def test_a_category_of_all_companies_may_count_at_tills_only(self):
        till = self.env['pos.config'].create({'name': "Till"})
        self.pensioner.write({'company_id': False, 'pos_config_ids': till.ids})
        self.bob.discount_membership_ids = [Command.create({'category_id': self.pensioner.id})]
        order = self._order(self.bob, (self.coffee, 10))
        self.assertEqual(order.card_reasons, "Pensioner counts at other tills only.")
        with self.assertRaisesRegex(UserError, "choose tills of it"):
            self.pensioner.company_id = self.env['res.company'].create({'name': "Other Ltd"})

    def test_personal_percent_counts_if_it_is_larger(self):
        self.ann.personal_discount = 6
        order = self._order(self.ann, (self.coffee, 10))
        self.assertEqual(self._discounts(order), [6])
        self.assertEqual(order.order_line.card_rule_names, "Personal discount")

    def test_blocked_card_gives_nothing_and_says_so(self):
        order = self._order(self.ann, (self.coffee, 10))
        self.card.state = 'blocked'
        order.order_line.product_uom_qty = 11
        self.assertEqual(self._discounts(order), [0])
        self.assertEqual(order.card_reasons, "Card 2900000000018 is blocked.")

    def test_products_without_discount_are_told_where_a_card_is_and_something_is_sold(self):
        self.coffee.is_card_discounted = False
        order = self._order(self.ann, (self.coffee, 10))
        self.assertRegex(order.card_reasons, "No line gets a discount")
        order.order_line.unlink()
        self.assertFalse(order.card_reasons)

    def test_an_order_whose_card_is_taken_off_misses_no_discount(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.discount_card_id = False
        self.assertEqual(self._discounts(order), [0])
        self.assertFalse(order.card_reasons)

    def test_xml_rpc_can_tell_how_it_went(self):
        names = ['card_outcome', 'card_next_tier']
        self.ann.discount_membership_ids = [Command.create({'category_id': self.pensioner.id})]
        for state in ('active', 'blocked'):
            self.card.state = state
            document = self._order(self.ann, (self.coffee, 10))
            document.action_confirm()
            for told in (document, document._create_invoices()):
                self.assertIn('reasons', dumps((told.read(names),)))

    def test_next_level_is_told(self):
        order = self._order(self.ann, (self.coffee, 10))
        self.assertEqual(order.card_next_level, "$\xa01,080.00 more in this purchase: 10 %.")

    def test_what_is_missing_is_told_with_what_it_is_counted_over(self):
        sentences = {
            'receipt': "$5 more in this purchase: 7 %.",
            'lifetime': "$5 more at any time: 7 %.",
            'rolling_1': "$5 more within a month: 7 %.",
            'rolling_12': "$5 more within 12 months: 7 %.",
            'calendar_year': "$5 more this year: 7 %.",
            'calendar_quarter': "$5 more this quarter: 7 %.",
            'calendar_month': "$5 more this month: 7 %.",
        }
        for over, sentence in sentences.items():
            self.assertEqual(self.env['sale.order']._word_next(over, "$5", "7 %"), sentence)

    def test_percent_by_purchases_and_tier_are_told_with_their_periods(self):
        self.rule.write({'kind': 'turnover', 'period_type': 'rolling', 'period_months': 3})
        ladder = self.env['discount.card.ladder'].create({
            'name': "Metals",
            'company_id': self.company.id,
            'period_type': 'calendar_year',
        })
        self.gold.write({'kind': 'tier', 'ladder_id': ladder.id})
        self.env['discount.card.category'].create({
            'name': "Platinum",
            'company_id': self.company.id,
            'kind': 'tier',
            'ladder_id': ladder.id,
            'threshold': 5000,
        })
        self.env.invalidate_all()
        order = self._order(self.ann, (self.coffee, 10))
        words = "$\xa01,200.00 more within 3 months: 10 %. $\xa05,000.00 more this year: Platinum."
        self.assertEqual(order.card_next_level, words)

    def test_hours_are_those_of_the_shop(self):
        self.company.partner_id.tz = 'Asia/Tokyo'
        self.gold.write({'hour_from': 17, 'hour_to': 19})
        noon = datetime(2026, 3, 2, 9)  # six in the evening in Tokyo
        order = self._order(self.ann, (self.coffee, 10), date_order=noon)
        self.assertEqual(self._discounts(order), [5])
        self.company.partner_id.tz = 'UTC'
        order.order_line.product_uom_qty = 11
        self.assertEqual(self._discounts(order), [0])

    def test_without_a_time_zone_of_the_shop_that_of_the_seller_counts(self):
        """For the day on which a card is scanned, for the discount and for tiers alike."""
        self.company.partner_id.tz = False
        self.seller.tz = 'America/New_York'
        self.card.date_to = '2026-03-01'
        with freeze_time('2026-03-02 02:00:00'):  # nine in the evening of the day before
            order = self._order(self.ann, (self.coffee, 10))
            self.assertEqual(self._discounts(order), [5])
            self.assertEqual(order._find_scanned_card(self.card.code), self.card)
            ladders = self.env['discount.card.ladder'].with_user(self.seller)
            today = ladders.new({'company_id': self.company.id})._get_today()
            self.assertEqual(today, self.card.date_to)

    # === SCANNED === #

    def _scan(self, order, code):
        """Scan into the form of the order; return the customer, the card and what was said."""
        form = Form(order)
        result = order.onchange(
            {'_barcode_scanned': code}, ['_barcode_scanned'], form._view['fields_spec']
        )
        return result.get('value', {}), result.get('warning', {}).get('message')

    def test_scanned_card_sets_customer_and_card(self):
        order = self._order(self.bob, (self.coffee, 10))
        value, said = self._scan(order, self.card.code)
        self.assertFalse(said)
        self.assertTrue(value['order_line'], "The lines have their discounts at once.")
        self.assertEqual(value['partner_id'], self.ann.id)
        self.assertEqual(value['discount_card_id'], self.card.id)

    def test_card_that_is_no_good_changes_nothing(self):
        order = self._order(self.bob, (self.coffee, 10))
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self.env['discount.card'].create({'code': 'FOREIGN', 'company_id': elsewhere.id})
        self.card.state = 'lost'
        for code in ('NOBODY', 'FOREIGN', self.card.code):
            value, said = self._scan(order, code)
            self.assertTrue(said)
            self.assertFalse({'partner_id', 'discount_card_id', 'order_line'} & value.keys())
