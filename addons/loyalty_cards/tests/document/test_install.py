from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ...hooks import COLUMNS, post_init_hook, pre_init_hook
from .common import DocumentCase

ORDERS = ('quotation', 'sent', 'confirmed', 'locked', 'cancelled')
INVOICES = ('draft', 'posted')
AMOUNTS = ('amount_untaxed', 'amount_tax', 'amount_total')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestInstall(DocumentCase):
    """Documents that were there before the addon: nothing of them changes until they are edited."""

    def setUp(self):
        super().setUp()
        cards = self.env['discount.card'].search([('partner_id', '=', self.bob.id)])
        self.assertFalse(cards, "Bob has no card before there are any.")
        self.orders = {name: self._old_order() for name in ORDERS}
        self.orders['sent'].action_quotation_sent()
        (self.orders['confirmed'] | self.orders['locked']).action_confirm()
        self.orders['locked'].action_lock()
        self.orders['cancelled']._action_cancel()
        self.invoices = {name: self._old_invoice() for name in INVOICES}
        self.invoices['posted'].action_post()
        self.documents = (*self.orders.values(), *self.invoices.values())

    def _old_order(self):
        order = self._order(self.bob, (self.coffee, 10), (self.tea, 2)).sudo()
        order.order_line[0].discount = 15
        return order

    def _old_invoice(self):
        values = self._prepare_invoice(self.bob, (self.coffee, 10), (self.tea, 2))
        invoice = self.env['account.move'].create(values)
        invoice.invoice_line_ids[0].discount = 15
        return invoice

    def _install(self):
        """Take away what the addon has added to documents, and add it as an installation does."""
        self.env.flush_all()
        for table, columns in COLUMNS.items():
            for name in columns:
                self.env.cr.execute(
                    SQL("ALTER TABLE %s DROP COLUMN %s", *map(SQL.identifier, (table, name)))
                )
        self.env.invalidate_all()
        pre_init_hook(self.env)
        post_init_hook(self.env)
        self.env.flush_all()
        self.env.invalidate_all()

    def _tell(self):
        """Return amounts, discounts and the number of messages of every document."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            (
                [document[name] for name in AMOUNTS],
                document[lines].mapped('discount'),
                document[lines].mapped('price_total'),
                len(document.message_ids),
            )
            for document in self.documents
            for lines in ('order_line' if document._name == 'sale.order' else 'invoice_line_ids',)
        ]

    def _give_card(self):
        return self.env['discount.card'].create({
            'code': 'BOB',
            'partner_id': self.bob.id,
            'category_id': self.gold.id,
            'company_id': self.company.id,
            'is_primary': True,
        })

    # === NOTHING CHANGES === #

    def test_every_stored_field_of_a_document_has_its_column_before(self):
        """Else Odoo would compute it for years of documents."""
        for table, columns in COLUMNS.items():
            model = self.env[table.replace('_', '.')]
            ours = {
                name
                for name, field in model._fields.items()
                if field._module == 'loyalty_cards' and field.store and field.column_type
                if field.compute or field.default
            }
            self.assertLessEqual(ours, set(columns), table)

    def test_nothing_changes_by_the_installation(self):
        before = self._tell()
        self._install()
        self.assertEqual(self._tell(), before)
        for document in self.documents:
            self.assertFalse(document.discount_card_id)
            self.assertFalse(document.card_outcome)

    def test_nothing_changes_when_the_customer_gets_a_card(self):
        before = self._tell()
        self._install()
        self._give_card()
        self.assertEqual(self._tell(), before)

    def test_only_open_quotations_are_computed(self):
        self._install()
        computed = [
            name for name, order in self.orders.items() if order.order_line[0].card_gross_included
        ]
        self.assertEqual(computed, ['quotation', 'sent'])
        self.assertEqual(self.orders['sent'].order_line.mapped('card_gross_included'), [120, 12])

    # === EDITED AFTERWARDS === #

    def test_edited_quotation_keeps_what_was_typed(self):
        self._install()
        for name in ('quotation', 'sent'):
            order = self.orders[name]
            with Form(order) as form, form.order_line.edit(1) as line:
                line.product_uom_qty = 100
            self.assertEqual(order.order_line.mapped('discount'), [15, 0])

    def test_quotation_that_gets_the_card_keeps_what_was_typed(self):
        self._install()
        order, card = self.orders['quotation'], self._give_card()
        with Form(order) as form:
            form.discount_card_id = card
        self.assertEqual(order.order_line.mapped('discount'), [15, 5])
        order.order_line[0].product_uom_qty = 100
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [15, 10])

    def test_line_that_is_added_to_an_old_quotation(self):
        self._install()
        order = self.orders['quotation']
        order.order_line = [Command.create({'product_id': self.tea.id, 'product_uom_qty': 1})]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [15, 0, 0])

    def test_old_order_is_edited_and_invoiced(self):
        self._install()
        card = self._give_card()
        order = self.orders['confirmed']
        order.order_line[0].product_uom_qty = 20
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [15, 0])
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [15, 0])
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 216)
        entries = self._entries(invoice)
        self.assertEqual(entries.mapped('turnover'), [204, 12])
        self.assertEqual(entries.mapped('card_discount_amount'), [0, 0])
        self.assertFalse(card.entry_ids, "The card was not shown.")

    def test_old_draft_invoice_keeps_what_was_typed(self):
        self._install()
        invoice, card = self.invoices['draft'], self._give_card()
        invoice.invoice_line_ids[1].quantity = 4
        invoice.discount_card_id = card
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [15, 0])
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [15, 5])

    def test_old_posted_invoice_counts_once_it_is_posted_again(self):
        self._install()
        self._give_card()
        invoice = self.invoices['posted']
        invoice.button_draft()
        self.assertFalse(self._entries(invoice))
        invoice.action_post()
        self.assertEqual(self._entries(invoice).mapped('turnover'), [102, 12])

    def test_return_of_what_was_bought_before_lowers_the_opening_turnover(self):
        self._install()
        card = self._give_card()
        card.write({'turnover_opening': 200, 'turnover_opening_date': '2026-03-01'})
        self.invoices['posted']._reverse_moves(cancel=True)
        sums = card._get_turnovers(['lifetime'], self.company._get_card_today())
        self.assertEqual(sums[card.id]['lifetime'], 200 - 114)

    def _entries(self, invoice):
        return self.env['discount.card.entry'].search([('res_id', '=', invoice.id)], order='id')
