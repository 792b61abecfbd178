from .common import PreorderCommon


class PrepaymentCommon(PreorderCommon):
    """Prepayments that are asked for, paid and given back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.company_data['default_journal_bank']

    def _ask(self, order=None, **values):
        """Return a pre-order over 100.00 that asks for 30%, and its posted invoice."""
        order = order or self._preorder(10, require_payment=True, prepayment_percent=0.3, **values)
        invoice = self.env['account.move'].browse(order.action_ask_prepayment()['res_id'])
        invoice.with_user(self.invoicer).action_post()
        return order, invoice

    def _collect(self, invoice, amount):
        values = {'amount': amount, 'journal_id': self.bank.id}
        return invoice.with_user(self.invoicer).action_collect_payment(values)

    def _credits(self):
        """Return the customer's open credit as Take Payment finds it."""
        lines = (
            self
            .env['account.move.line']
            .with_user(self.invoicer)
            ._find_credits(self.customer, self.company)
        )
        return lines, round(-sum(lines.mapped('amount_residual')), 2)

    def assertAmounts(self, order, asked, paid, left):
        order.invalidate_recordset()
        found = (
            order.preorder_amount_asked,
            order.preorder_amount_paid,
            order.preorder_amount_open,
        )
        self.assertEqual(found, (asked, paid, left))
