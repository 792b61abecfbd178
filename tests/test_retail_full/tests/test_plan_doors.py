from odoo.tests import tagged
from odoo.tools import mute_logger

from ..outside.doors import Refused, XmlRpc
from .common import OutsideCase

PLAN = ['partner_id', 'move_ids', 'line_ids', 'state']
INSTALMENT = ['date', 'amount', 'amount_paid', 'amount_residual', 'state']
PAYMENT = ['amount', 'date', 'journal_id', 'memo']


@tagged('post_install', '-at_install')
class TestPlanDoors(OutsideCase):
    """Another program makes plans and takes payments, as a user who does invoicing alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._hire('clerk', 'account.group_account_invoice')
        cls.journal = cls.company_data['default_journal_bank']

    def _agree(self, door, invoices, *lines):
        [plan] = door.add(
            'payment.plan',
            [
                {
                    'partner_id': self.customer.id,
                    'move_ids': [(6, 0, invoices.ids)],
                    'line_ids': [(0, 0, {'date': day, 'amount': amount}) for day, amount in lines],
                }
            ],
        )
        self.assertEqual(self._read(door, plan)['state'], 'draft')
        door.call('payment.plan', 'action_confirm', [plan])
        return plan

    def _collect(self, door, invoices, amount):
        values = {
            'amount': amount,
            'date': '2024-06-14',
            'journal_id': self.journal.id,
            'memo': "Transfer 17",
        }
        if isinstance(door, XmlRpc):  # the other one knows no arguments without a name
            return door.call('account.move', 'action_collect_payment', invoices.ids, values)
        return door.call('account.move', 'action_collect_payment', invoices.ids, values=values)

    def _read(self, door, plan):
        return door.call('payment.plan', 'read', [plan], fields=PLAN)[0]

    def _read_lines(self, door, plan):
        ids = self._read(door, plan)['line_ids']
        rows = door.call('payment.plan.line', 'read', ids, fields=INSTALMENT)
        return [tuple(row[name] for name in INSTALMENT) for row in rows]

    def _make_pay_and_keep(self, door):
        invoices = self._invoice(60.0, due='2024-05-01') | self._invoice(40.0, due='2024-06-01')
        plan = self._agree(door, invoices, ('2124-07-01', 33.33), ('2124-08-01', 66.67))
        found = self._read(door, plan)
        self.assertEqual(found['partner_id'][0], self.customer.id)
        self.assertEqual((found['state'], set(found['move_ids'])), ('running', set(invoices.ids)))
        [payment] = self._collect(door, invoices, 50.0)
        [told] = door.call('account.payment', 'read', [payment], fields=PAYMENT)
        journal, _name = told['journal_id']
        self.assertEqual(
            (told['amount'], told['date'], journal, told['memo']),
            (50.0, '2024-06-14', self.journal.id, "Transfer 17"),
        )
        self.assertEqual(
            self._read_lines(door, plan),
            [
                ('2124-07-01', 33.33, 33.33, 0.0, 'paid'),
                ('2124-08-01', 66.67, 16.67, 50.0, 'part'),
            ],
        )
        self._collect(door, invoices, 50.0)
        self.assertEqual(self._read(door, plan)['state'], 'kept')
        self.env.invalidate_all()
        self.assertEqual(invoices.mapped('amount_residual'), [0, 0])

    def test_a_program_makes_a_plan_takes_payments_and_reads_what_is_left(self):
        self._make_pay_and_keep(self._xml_rpc(self.clerk))

    def test_json_2_does_the_same_with_the_same_names(self):
        self._make_pay_and_keep(self._json_2(self.clerk))

    @mute_logger('odoo.http')
    def test_a_program_is_told_in_words_what_is_wrong_and_nothing_is_booked(self):
        invoice, door = self._invoice(60.0), self._xml_rpc(self.clerk)
        with self.assertRaisesRegex(Refused, "Enter the amount that the customer pays"):
            self._collect(door, invoice, 0.0)
        with self.assertRaisesRegex(Refused, "The instalments have to be"):
            self._agree(door, invoice, ('2124-07-01', 59.99))
        seller = self._xml_rpc(self._hire('seller', 'sales_team.group_sale_salesman'))
        with self.assertRaisesRegex(Refused, "seller .* doesn't have .* access"):
            self._collect(seller, invoice, 5.0)
        self.env.invalidate_all()
        self.assertEqual(invoice.amount_residual, 60)
