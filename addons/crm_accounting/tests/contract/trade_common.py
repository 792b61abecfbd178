from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import ContractCommon


class TradeCommon(ContractCommon):
    """Live contracts, and what is ordered and invoiced on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.invoicer = new_test_user(
            cls.env, 'invoicer', 'account.group_account_invoice', **company
        )
        # 3 for 1 in 2016, 2 for 1 since 2017
        cls.other_currency = cls.setup_other_currency('EUR')
        cls.product_a.taxes_id = cls.product_b.taxes_id = False
        cls.product_a.invoice_policy = cls.product_b.invoice_policy = 'order'

    @classmethod
    def _live(cls, **values):
        """Return a contract that runs, as its salesperson."""
        contract = cls._contract(**values)
        contract.sudo().state = 'running'
        return contract

    @classmethod
    def _order(cls, contract, quantity=4.0, confirm=True, user=None, **line_values):
        """Return an order of the first line of a contract, made by hand."""
        line = contract.line_ids[0]
        order = (
            cls
            .env['sale.order']
            .with_user(user or cls.salesman)
            .create({
                'partner_id': contract.partner_id.id,
                'contract_id': contract.id,
                'order_line': [
                    Command.create({
                        'product_id': line.product_id.id,
                        'product_uom_qty': quantity,
                        **line_values,
                    })
                ],
            })
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _direct_invoice(cls, contract, quantity=3.0, post=True, **values):
        """Return an invoice of the first line of a contract, made without an order."""
        invoice = (
            cls
            .env['account.move']
            .with_user(cls.invoicer)
            .create({
                'move_type': 'out_invoice',
                'partner_id': contract.partner_id.id,
                'contract_id': contract.id,
                'invoice_date': '2024-06-01',
                'invoice_line_ids': [
                    Command.create({
                        'product_id': contract.line_ids[0].product_id.id,
                        'quantity': quantity,
                    })
                ],
                **values,
            })
        )
        if post:
            invoice.action_post()
        return invoice

    @contextmanager
    def assertRefused(self, sentence, error=UserError):
        """Expect a message, and undo what went before it as a request does."""
        with self.assertRaisesRegex(error, sentence), self.env.cr.savepoint():
            yield
