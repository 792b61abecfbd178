from uuid import uuid4

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

TODAY = '2024-06-14'  # a Friday
NOW = '2024-06-14 10:00:00'
LAST_MONTH = '2024-05-10'
EARLIER = '2024-04-10'


class TillDebtsCommon(TestPoSCommon):
    """A till with an open session, a cashier who is nothing else, and customers who owe."""

    @classmethod
    def get_default_groups(cls):
        """Who sets the scene may do everything; what is tested is done by the cashier."""
        return super().get_default_groups() | cls.env.ref(
            'crm_accounting.crm_accounting_group_manager'
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = new_test_user(
            cls.env,
            'debt.cashier',
            'point_of_sale.group_pos_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.config = cls.basic_config
        cls.cash = cls.config.payment_method_ids.filtered('is_cash_count')[:1]
        cls.card = cls.bank_pm1
        cls.cash.name, cls.card.name = "Drawer", "Credit Card"
        cls.till = cls._open(cls.config)

    def setUp(self):
        super().setUp()
        self.pos_session = self.till  # what core's helpers sell in

    @classmethod
    def _open(cls, config, cash=0.0):
        """Return an open session of a till."""
        config.with_user(cls.cashier).open_ui()
        session = config.current_session_id
        session.with_user(cls.cashier).set_opening_control(cash, "")
        return session

    @classmethod
    def _invoice(cls, amount=100.0, due=LAST_MONTH, partner=None, **values):
        return cls._create_invoice_one_line(
            price_unit=amount,
            product_id=cls.product_a,
            tax_ids=[],
            partner_id=partner or cls.customer,
            invoice_date='2024-01-01',
            invoice_date_due=due,
            invoice_payment_term_id=False,
            post=True,
            **values,
        )

    @staticmethod
    def _debts(moves):
        """Return the receivable lines of these entries."""
        return moves.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')

    def _ask(self, partner=None, user=None):
        """Ask as the cashier what somebody owes."""
        session = self.till.with_user(user or self.cashier)
        return session.get_customer_debts((partner or self.customer).id)

    def _take(self, moves, *payments, partner=None, uuid=None, user=None, session=None):
        """Take a payment as the cashier: pairs of method and amount."""
        answer = (
            (session or self.till)
            .with_user(user or self.cashier)
            .take_debt_payment(
                (partner or self.customer).id,
                uuid or str(uuid4()),
                [{'method_id': method.id, 'amount': amount} for method, amount in payments],
                self._debts(moves).ids,
            )
        )
        self.env.cr.flush()
        self.env.invalidate_all()
        return answer

    def _bookings(self):
        return self.env['pos.debt.payment'].search([('session_id', '=', self.till.id)])

    def assertNothingBooked(self):
        self.assertFalse(self._bookings())
        self.assertFalse(self.till.statement_line_ids)
        self.assertFalse(self.till.bank_payment_ids)
