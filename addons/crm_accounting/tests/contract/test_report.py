from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .trade_common import TradeCommon

MEASURES = ('contracted', 'ordered', 'delivered', 'invoiced', 'left')


@tagged('post_install', '-at_install')
class TestReport(TradeCommon):
    def _sum(self, contract, kind, user=None):
        """Return the sums of a contract, or those of one user's analysis."""
        self.env.flush_all()
        Report = self.env['customer.contract.report'].with_user(user or self.salesman)
        [sums] = Report._read_group(
            [('contract_id', '=', contract.id)], [], [f'{kind}_{name}:sum' for name in MEASURES]
        )
        return dict(zip(MEASURES, (round(value or 0.0, 2) for value in sums), strict=True))

    def _trade(self, contract):
        """Order, invoice, credit, cancel and leave lying, a bit of everything."""
        order = self._order(contract, 3)
        order.order_line.sudo().qty_delivered = 2
        order._create_invoices().sudo().action_post()
        self._order(contract, 1)._action_cancel()
        self._order(contract, 1, confirm=False)
        self._direct_invoice(contract, 2)._reverse_moves(cancel=True)
        self._direct_invoice(contract, 2)
        self._direct_invoice(contract, 1, post=False)

    def test_it_tells_the_same_as_the_contract(self):
        contract = self._live()
        self._trade(contract)
        line = contract.line_ids
        line.invalidate_recordset()
        contract.invalidate_recordset()
        self.assertEqual(
            self._sum(contract, 'qty'),
            {
                'contracted': line.quantity,
                'ordered': line.qty_ordered,
                'delivered': line.qty_delivered,
                'invoiced': line.qty_invoiced,
                'left': line.qty_left,
            },
        )
        amounts = self._sum(contract, 'amount')
        self.assertEqual(amounts['contracted'], contract.amount_total)
        self.assertEqual(amounts['ordered'], contract.amount_ordered)
        self.assertEqual(amounts['invoiced'], contract.amount_invoiced)
        self.assertEqual(amounts['delivered'], 10.0)
        self.assertEqual(amounts['left'], 20.0, "50 less 15 ordered, 10 invoiced and 5 drafted")

    def test_dozens_are_told_in_pieces(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        contract = self._live(
            line_ids=[
                Command.create({
                    'product_id': self.product_a.id,
                    'product_uom_id': dozen.id,
                    'quantity': 2,
                    'price_unit': 60,
                })
            ]
        )
        self._order(contract, 6)
        sums = self._sum(contract, 'qty')
        self.assertEqual((sums['contracted'], sums['ordered'], sums['left']), (24, 6, 18))

    def test_another_currency_is_told_in_that_of_the_company(self):
        contract = self._live(currency_id=self.other_currency.id)  # 2 for 1
        self._order(contract, 4)
        self._direct_invoice(contract, 2, currency_id=self.other_currency.id)
        amounts = self._sum(contract, 'amount')
        self.assertEqual(amounts['contracted'], 25.0)
        self.assertEqual(amounts['ordered'], 10.0)
        self.assertEqual(amounts['invoiced'], 5.0)
        self.assertEqual(amounts['left'], 10.0)

    def test_everybody_sees_what_they_see_of_contracts(self):
        contract, other = self._live(), self._live(user=self.seller)
        Report = self.env['customer.contract.report']
        self.env.flush_all()
        found = Report.with_user(self.salesman).search([]).contract_id
        self.assertEqual(found, contract)
        for user in (self.seller, self.invoicer, self.collector):
            found = Report.with_user(user).search([]).contract_id
            self.assertEqual(found, contract | other)
        company = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'sales_team.group_sale_manager',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(Report.with_user(foreigner).search([]))
        for groups in ('base.group_user', 'base.group_portal'):
            stranger = new_test_user(self.env, f'stranger {groups}', groups)
            with self.assertRaises(AccessError):
                Report.with_user(stranger).search([])
