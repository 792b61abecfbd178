from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import new_test_user

from ..main_company import MainCompanyCommon

TODAY = '2024-06-14'  # a Friday
YESTERDAY = '2024-06-13'
LAST_MONTH = '2024-05-10'


class CollectionCommon(MainCompanyCommon):
    """A company, its policy, one collector and one manager without any accounting rights."""

    @classmethod
    def get_default_groups(cls):
        """Who sets the scene may do everything; what is tested is done by collector and manager."""
        return (
            super().get_default_groups()
            | cls.env.ref('crm_accounting.crm_accounting_group_manager')
            | cls.env.ref('sales_team.group_sale_manager')
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.company = cls.company_data['company']
        cls.policy = (
            cls.env['collection.policy'].sudo().search([('company_id', '=', cls.company.id)])
        )
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.collector = new_test_user(
            cls.env, 'collector', 'crm_accounting.crm_accounting_group_user', **company
        )
        cls.manager = new_test_user(
            cls.env, 'manager', 'crm_accounting.crm_accounting_group_manager', **company
        )
        cls.customer = cls.env['res.partner'].create({'name': "Bakery Ltd"})
        cls.other_customer = cls.env['res.partner'].create({'name': "Florist Ltd"})

    # === SETTING THE SCENE === #

    def _new_foreigner(self):
        """Return a collection manager of another company, who is to see nothing of this one."""
        other = self.env['res.company'].create({'name': "Apart"})
        return new_test_user(
            self.env,
            'foreigner',
            'crm_accounting.crm_accounting_group_manager',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

    @classmethod
    def _invoice(cls, amount=100.0, due=LAST_MONTH, partner=None, post=True, **values):
        """Return an untaxed customer invoice with one instalment, due on `due`."""
        return cls._create_invoice_one_line(
            price_unit=amount,
            product_id=cls.product_a,
            tax_ids=[],
            partner_id=partner or cls.customer,
            invoice_date='2024-01-01',
            invoice_date_due=due,
            invoice_payment_term_id=values.pop('invoice_payment_term_id', False),
            post=post,
            **values,
        )

    @classmethod
    def _entry_debt(cls, amount=100.0, **line_values):
        """Return a posted entry that makes a debt without an invoice, as a till does."""
        receivable = cls.company_data['default_account_receivable']
        entry = cls.env['account.move'].create({
            'move_type': 'entry',
            'date': line_values.pop('date', LAST_MONTH),
            'journal_id': line_values.pop('journal', cls.company_data['default_journal_sale']).id,
            'line_ids': [
                Command.create({
                    'account_id': receivable.id,
                    'partner_id': line_values.pop('partner', cls.customer).id,
                    'debit': amount,
                    **line_values,
                }),
                Command.create({
                    'account_id': cls.company_data['default_account_revenue'].id,
                    'credit': amount,
                }),
            ],
        })
        entry.action_post()
        return entry

    @classmethod
    def _run(cls, date=YESTERDAY, policy=None):
        """Run collection as a manager and return the finished run."""
        cls.env.cr.flush()
        run = (
            cls
            .env['collection.run']
            .with_user(cls.manager)
            .create({
                'date': date,
                'company_id': (policy or cls.policy).company_id.id,
            })
        )
        run.action_run()
        return run.sudo()

    @classmethod
    def _pay(cls, invoices, amount=None, **values):
        """Register a payment, and let what hangs on the transaction happen."""
        if amount is not None:
            values['amount'] = amount
        payment = cls._register_payment(invoices, payment_date=TODAY, **values)
        cls._commit()
        return payment

    @classmethod
    def _commit(cls):
        """Do what a commit does before it writes: nothing commits in a test."""
        cls.env.cr.flush()

    @classmethod
    def _items(cls, moves):
        items = cls.env['collection.item'].sudo().search([('move_id', 'in', moves.ids)])
        items.invalidate_recordset()
        return items

    @classmethod
    def _overdue(cls, amount=100.0, **values):
        """Return an overdue invoice with its item, after a run."""
        invoice = cls._invoice(amount, **values)
        cls._run()
        return invoice, cls._items(invoice)

    # === MONEY === #

    def _statement_line(self, amount, **values):
        """Return a bank transaction of the customer that is entered by hand."""
        return self.env['account.bank.statement.line'].create({
            'journal_id': self.company_data['default_journal_bank'].id,
            'date': TODAY,
            'payment_ref': "incoming",
            'partner_id': self.customer.id,
            'amount': amount,
            **values,
        })

    @staticmethod
    def _receivable(moves):
        """Return what customers owe or have paid in these entries."""
        return moves.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')

    def _refund(self, invoice, method='refund_moves', amount=None):
        """Return the credit note that the wizard makes; with an amount, a draft over that."""
        wizard = (
            self
            .env['account.move.reversal']
            .with_context(active_model='account.move', active_ids=invoice.ids)
            .create({'date': TODAY, 'journal_id': invoice.journal_id.id})
        )
        getattr(wizard, method)()
        refund = invoice.reversal_move_ids
        if amount:
            refund.invoice_line_ids.price_unit = amount
        return refund

    # === CHECKING === #

    def assertChased(self, moves):
        """Every debt of `moves` has an open item with a live task."""
        items = self._items(moves)
        self.assertTrue(items, "no item")
        self.assertEqual(set(items.mapped('state')), {'open'})
        self.assertTrue(all(items.mapped('activity_id.active')), "a task is not alive")

    def assertSettled(self, moves, reason):
        """Every item of `moves` is closed for `reason`, and no task of it lives."""
        items = self._items(moves)
        self.assertTrue(items, "no item")
        self.assertEqual(set(items.mapped('state')), {'closed'})
        self.assertEqual(set(items.mapped('close_reason')), {reason})
        self.assertFalse(items.activity_id.filtered('active'), "a task is still alive")

    @staticmethod
    def _date(text):
        return fields.Date.to_date(text)

    @staticmethod
    def freeze(text):
        """Let the clock stand on another day for a while."""
        return freeze_time(text)
