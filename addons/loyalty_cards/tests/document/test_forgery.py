from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DocumentCase

# What a program may claim of a line, and none of it is true.
CLAIMED = {
    'card_given': 50.0,
    'card_origin': 'card',
    'card_prior_discount': 7.0,
    'card_prior_origin': 'pricelist',
    'card_percent': 50.0,
    'card_rule_names': "Forged",
    'card_gross_excluded': 9000.0,
    'card_gross_included': 9000.0,
}
CLAIMED_ON_INVOICE = {**CLAIMED, 'card_gross_basis': "anything"}
CLAIMED_OF_DOCUMENT = {'card_outcome': {'x': 1}, 'card_next_tier': {'x': 1}}


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestForgery(DocumentCase):
    """Who sends values cannot say what the program has given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._hire_clerk()
        cls.forged = cls.env['discount.card.category'].create({'name': "Forged"})

    def _entry(self, invoice):
        return self.env['discount.card.entry'].search([('res_id', '=', invoice.id)])

    # === ORDERS === #

    def test_what_is_claimed_of_a_line_of_a_quotation_changes_nothing(self):
        for claims in (CLAIMED, *({name: value} for name, value in CLAIMED.items())):
            with self.subTest(claims=list(claims)):
                order = self._order(self.ann, (self.coffee, 10))
                line = order.order_line
                line.write(claims)
                self.env.flush_all()
                self.assertEqual((line.discount, line.card_percent), (5, 5))
                self.assertEqual(line.card_rule_names, "Gold")
                self.assertEqual(line.card_gross_included, 120)
                typed = 'card_given' in claims  # says that another discount had been computed
                self.assertEqual(line.card_origin, 'manual' if typed else 'card')

    def test_discount_that_is_claimed_to_be_the_cards_is_computed_anew(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.write({
            'order_line': [
                Command.update(order.order_line.id, {'discount': 50, **CLAIMED}),
                Command.create({'product_id': self.tea.id, 'discount': 50, **CLAIMED}),
            ]
        })
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])
        self.assertEqual(order.order_line.mapped('card_rule_names'), ["Gold", "Gold"])
        self.assertEqual(order.order_line[1].card_gross_included, 6)

    def test_discount_is_no_pricelists_because_somebody_says_so(self):
        self.company.card_meets_manual = 'replace'
        claims = {'card_given': 50, 'card_origin': 'pricelist'}
        order = self._order(self.ann, (self.coffee, 10))
        order.order_line.write({'discount': 50, **claims})
        order.order_line = [
            Command.create({'product_id': self.tea.id, 'discount': 50, **claims}),
        ]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])

    def test_confirmed_order_says_that_a_person_typed_it(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        order.order_line.write({'discount': 50})
        order.order_line.write(CLAIMED)
        order.order_line = [
            Command.create({'product_id': self.tea.id, 'discount': 50}),
            Command.create({'product_id': self.tea.id, **CLAIMED}),
        ]
        self.assertEqual(order.order_line.mapped('discount'), [50, 50, 0])
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [50, 50, 0])
        invoice.action_post()
        entries = self._entry(invoice)
        self.assertNotIn("Forged", entries.mapped('rule_names'))
        self.assertFalse(any(entries.mapped('card_discount_amount')))
        self.assertEqual(sum(entries.mapped('gross')), 120 + 6 + 6)

    def test_defaults_of_the_context_are_no_facts(self):
        defaults = {f'default_{name}': value for name, value in CLAIMED_ON_INVOICE.items()}
        order = self._order(self.bob, (self.coffee, 10))
        lines = order.order_line.with_context(**defaults, default_order_id=order.id)
        line = lines.create({'product_id': self.tea.id})
        self.assertNotEqual(line.card_origin, 'card')
        self.assertFalse(line.discount or line.card_percent or line.card_rule_names)
        self.assertEqual(line.card_gross_included, 6)
        moves = (
            self
            .env['account.move']
            .with_user(self.clerk)
            .with_context(**defaults, default_discount_category_id=self.forged.id)
        )
        invoice = moves.create(self._prepare_invoice(self.ann, (self.coffee, 10)))
        invoice.invoice_line_ids.discount = 50
        invoice.action_post()
        entry = self._entry(invoice)
        self.assertFalse(entry.rule_names or entry.category_id or entry.card_discount_amount)
        self.assertEqual(entry.gross, 120)

    def test_total_that_was_saved_is_not_claimed(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.write({
            'card_discount_total': 99,
            'discount_category_id': self.forged.id,
            **CLAIMED_OF_DOCUMENT,
        })
        self.env.flush_all()
        self.assertEqual(order.card_discount_total, 5)
        self.assertEqual(order.discount_category_id, self.gold)
        self.assertIn("1,080.00", order.card_next_level)

    # === INVOICES === #

    def test_ledger_names_no_rule_that_somebody_claims(self):
        values = self._prepare_invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        values['invoice_line_ids'][0][2].update(CLAIMED_ON_INVOICE, discount=50)
        values.update(CLAIMED_OF_DOCUMENT, discount_category_id=self.forged.id)
        for superuser in (False, True):  # core makes an invoice of a mail as superuser
            with self.subTest(superuser=superuser):
                moves = self.env['account.move'].with_user(self.clerk).sudo(superuser)
                invoice = moves.create(dict(values))
                invoice.invoice_line_ids.write(CLAIMED_ON_INVOICE)
                invoice.write({
                    **CLAIMED_OF_DOCUMENT,
                    'discount_category_id': self.forged.id,
                    'invoice_line_ids': [
                        Command.update(invoice.invoice_line_ids.id, CLAIMED_ON_INVOICE)
                    ],
                })
                self.assertFalse(invoice.card_reasons or invoice.card_discount_total)
                invoice.action_post()
                invoice.invoice_line_ids.write(CLAIMED_ON_INVOICE)
                self.assertRecordValues(
                    self._entry(invoice),
                    [
                        {
                            'percent': 50,
                            'card_percent': 0,
                            'rule_names': False,
                            'category_id': False,
                            'gross': 120,
                            'discount_amount': 60,
                            'card_discount_amount': 0,
                        }
                    ],
                )

    def test_what_the_program_gave_is_not_denied_either(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_apply_discount_card()
        before = self._facts(invoice.invoice_line_ids)
        invoice.invoice_line_ids.write({
            'card_origin': 'none',
            'card_given': 0,
            'card_percent': 0,
            'card_rule_names': False,
        })
        self.assertEqual(self._facts(invoice.invoice_line_ids), before)

    def test_what_one_card_gave_is_not_said_of_another(self):
        other = self.card.copy({'code': 'OTHER', 'partner_id': self.bob.id})
        for values in (
            {'discount_card_id': other.id},
            {'partner_id': self.bob.id},
            {'partner_id': self.bob.id, 'discount_card_id': other.id},
        ):
            with self.subTest(values=list(values)):
                invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
                invoice.action_apply_discount_card()
                invoice.write(values)
                self.assertEqual(invoice.invoice_line_ids.discount, 5, "It stays until asked for.")
                self.assertFalse(invoice.card_discount_total or invoice.discount_category_id)
                again = invoice.copy()
                invoice.action_post()
                entry = self._entry(invoice)
                self.assertFalse(entry.rule_names or entry.card_discount_amount)
                again.action_apply_discount_card()
                self.assertEqual(again.card_discount_total, 5)

    def test_card_of_what_stands_is_not_changed(self):
        other = self.card.copy({'code': 'OTHER'})
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_post()
        for document in (order, invoice):
            document.write({'discount_card_id': self.card.id})
            with self.subTest(document=document), self.assertRaises(UserError) as refusal:
                document.write({'discount_card_id': other.id})
            self.assertIn("keeps its card", str(refusal.exception))
