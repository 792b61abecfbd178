import json

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestSeal(DocumentCase):
    """What the program has given is known again where it comes back by values."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._hire_clerk()

    # === FORMS, COPIES === #

    def _fill_form(self):
        """Return what a form sends when a customer with a card is chosen for a line."""
        moves = self.env['account.move'].with_user(self.clerk)
        sent = []

        def catch(records, vals, *args):
            sent.append(vals)
            return web_save(records, vals, *args)

        web_save = type(moves).web_save
        self.patch(type(moves), 'web_save', catch)
        with Form(moves.with_context(default_move_type='out_invoice')) as form:
            with form.invoice_line_ids.new() as line:
                line.product_id = self.coffee
                line.quantity = 10
            form.partner_id = self.ann
        return form.record, sent[-1]

    def test_form_brings_back_what_it_was_told(self):
        invoice, _sent = self._fill_form()
        line = invoice.invoice_line_ids
        self.assertEqual((line.card_origin, line.card_rule_names), ('card', "Gold"))
        self.assertEqual(invoice.discount_category_id, self.gold)
        self.assertIn("1,080.00", invoice.card_next_level)

    def test_seal_is_good_for_its_subject_and_a_day(self):
        _invoice, sent = self._fill_form()
        moves = self.env['account.move'].with_user(self.clerk)
        [[_create, _ref, line]] = sent['invoice_line_ids']
        self.assertTrue(line['card_seal'])
        strangers = (
            {'discount_card_id': self.card.copy({'code': 'OTHER'}).id},
            {'partner_id': self.bob.id},
            {'invoice_line_ids': [Command.create({**line, 'product_id': self.tea.id})]},
            {'invoice_line_ids': [Command.create({**line, 'card_seal': line['card_seal'][:-2]})]},
            {'invoice_line_ids': [Command.create({**line, 'card_seal': "no seal"})]},
            {'invoice_line_ids': [Command.create({**line, 'card_seal': {'x': 1}})]},
            {'invoice_line_ids': [Command.create({**line, 'card_seal': sent['card_seal']})]},
        )
        for stranger in ({}, *strangers):
            with self.subTest(stranger=stranger):
                invoice = moves.create({**sent, **stranger})
                origin = invoice.invoice_line_ids.card_origin
                self.assertEqual(origin, 'none' if stranger else 'card')
                self.assertEqual(invoice.invoice_line_ids.discount, 5)
        with freeze_time('2026-03-03 09:00:01'):
            self.assertEqual(moves.create(sent).invoice_line_ids.card_origin, 'none')

    def test_copy_and_refund_say_what_was_given(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_apply_discount_card()
        invoice.action_post()
        facts = self._facts(invoice.invoice_line_ids)
        for document in (invoice.copy(), invoice._reverse_moves()):
            self.assertEqual(self._facts(document.invoice_line_ids), facts)
            self.assertEqual(document.discount_category_id, self.gold)

    def test_copy_of_an_order_keeps_whose_the_discount_is(self):
        pricelist = self.env['product.pricelist'].create({
            'name': "List",
            'company_id': self.company.id,
            'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 7})],
        })
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.pricelist_id = pricelist
        order._recompute_prices()
        order.order_line[1].discount = 15
        pricelist.item_ids.percent_price = 9
        copy = order.copy()
        self.assertEqual(copy.order_line.mapped('discount'), [7, 15], "As in core.")
        self.assertEqual(copy.order_line.mapped('card_origin'), ['pricelist', 'manual'])

    # === WHAT CANNOT BE READ === #

    def test_outcome_that_cannot_be_read_opens_and_prints(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        for outcome in ({'x': 1}, [1], "x", {'reasons': [1], 'next': 3, 'is_given': 0}):
            with self.subTest(outcome=outcome):
                self.env.cr.execute(
                    "UPDATE sale_order SET card_outcome = %s, card_next_tier = %s WHERE id = %s",
                    [json.dumps(outcome), json.dumps({'x': 1}), order.id],
                )
                order.invalidate_recordset()
                with self.assertLogs('odoo.addons.loyalty_cards', 'WARNING'):
                    self.assertFalse(order.card_reasons or order.card_next_level)
                self.assertTrue(order._get_card_print())
