from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestForgotten(DocumentCase):
    """A customer who was made anonymous does not come back into the ledger by his documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob.personal_discount = 3

    def _invoice(self, partner, card=None, **values):
        values = self._prepare_invoice(partner, (self.coffee, 10), **values)
        invoice = self.env['account.move'].create(values)
        invoice.discount_card_id = card
        invoice.action_apply_discount_card()
        invoice.action_post()
        return invoice

    def _forget(self, *partners):
        for partner in partners:
            partner.action_anonymise_discount_cards()

    def _welcome_back(self):
        """Both are customers with discounts again: with a new card, and without one."""
        self.bob.personal_discount = 3
        return self.env['discount.card'].create({
            'code': 'NEW',
            'partner_id': self.ann.id,
            'company_id': self.company.id,
        })

    def _entries(self, *documents):
        ids = [document.id for document in documents]
        return self.env['discount.card.entry'].search([('res_id', 'in', ids)], order='id')

    def assertNobodys(self, entries, turnovers, card=None):
        self.assertEqual(entries.mapped('turnover'), turnovers)
        self.assertFalse(entries.partner_id)
        self.assertEqual(entries.card_id, card or entries.card_id.browse())
        self.assertEqual(entries.mapped('root_id'), entries.card_id)

    # === WITH A CARD === #

    def test_a_quotation_that_is_invoiced_later_counts_for_the_card_alone(self):
        order = self._order(self.ann, (self.coffee, 10))
        self._forget(self.ann)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertNobodys(self._entries(invoice), [114], self.card)
        turnovers = self.card._get_turnovers(['lifetime'], invoice.invoice_date)
        self.assertEqual(turnovers[self.card.id], {'lifetime': 114})

    def test_an_invoice_that_is_posted_again_stays_with_the_card(self):
        invoice = self._invoice(self.ann, self.card)
        self._forget(self.ann)
        self._welcome_back()
        invoice.button_draft()
        invoice.action_post()
        self.assertNobodys(self._entries(invoice), [114, -114, 114], self.card)

    def test_a_refund_of_an_older_invoice_takes_back_what_the_card_has(self):
        invoice = self._invoice(self.ann, self.card)
        self._forget(self.ann)
        self._welcome_back()
        refund = invoice._reverse_moves(cancel=True)
        self.assertNobodys(self._entries(invoice, refund), [114, -114], self.card)
        again = refund._reverse_moves(cancel=True)
        self.assertNobodys(self._entries(again), [114], self.card)

    def test_a_refund_by_an_order_takes_back_what_the_card_has(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self._forget(self.ann)
        order.order_line.product_uom_qty = 6
        refund = order._create_invoices(final=True)
        refund.action_post()
        self.assertNobodys(self._entries(invoice, refund), [114, -45.6], self.card)

    def test_the_card_may_get_another_customer(self):
        invoice = self._invoice(self.ann, self.card)
        self._forget(self.ann)
        self.card.partner_id = self.bob
        refund = invoice._reverse_moves(cancel=True)
        self.assertNobodys(self._entries(invoice, refund), [114, -114], self.card)

    # === WITHOUT A CARD === #

    def test_what_was_bought_without_a_card_is_posted_again_and_refunded_as_nobodys(self):
        invoice = self._invoice(self.bob)
        draft = invoice._reverse_moves()
        self._forget(self.bob)
        invoice.button_draft()
        invoice.action_post()
        self._welcome_back()
        draft.action_post()
        entries = self._entries(invoice, draft)
        self.assertNobodys(entries, [116.4, -116.4, 116.4, -116.4])
        self.assertEqual(sum(entries.mapped('turnover_company')), 0)

    def test_an_invoice_that_is_cancelled_names_nobody(self):
        invoice = self._invoice(self.bob)
        self._forget(self.bob)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertNobodys(self._entries(invoice), [116.4, -116.4])

    # === WHAT IS NEW === #

    def test_a_new_purchase_is_in_the_ledger_if_the_customer_has_discounts_again(self):
        self._forget(self.ann, self.bob)
        self.assertFalse(self._entries(self._invoice(self.bob)))
        card = self._welcome_back()
        self.assertEqual(self._entries(self._invoice(self.bob)).partner_id, self.bob)
        entry = self._entries(self._invoice(self.ann, card))
        self.assertEqual((entry.partner_id, entry.card_id), (self.ann, card))

    def test_another_card_that_is_shown_when_it_is_posted_again_counts(self):
        invoice = self._invoice(self.ann, self.card)
        self._forget(self.ann)
        card = self._welcome_back()
        invoice.button_draft()
        invoice.discount_card_id = card
        invoice.action_post()
        self.assertEqual(self._entries(invoice)[-1].card_id, card)

    def test_an_anonymous_card_does_not_name_who_shows_it(self):
        anonymous = self.env['discount.card'].create({
            'code': 'ANONYMOUS',
            'company_id': self.company.id,
        })
        self.assertNobodys(self._entries(self._invoice(self.ann, anonymous)), [120], anonymous)

    def test_only_what_may_have_a_past_asks_for_it(self):
        moves = type(self.env['account.move'])
        with patch.object(moves, '_read_card_holders', return_value={}) as asked:
            invoice = self._invoice(self.bob)
            asked.assert_not_called()
            invoice.button_draft()
            invoice.action_post()
            asked.assert_called_once_with(invoice.ids)
