from odoo.tests import HttpCase, tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestPrint(TradeCommon):
    """Number and date of the contract stand on what is made on it."""

    def _print(self, report, document, user=None):
        Report = self.env['ir.actions.report'].with_user(user or self.env.user)
        html, _format = Report._render_qweb_html(report, document.ids)
        return " ".join(html.decode().split())

    def assertContract(self, contract, html):
        self.assertIn(f"{contract.name} of 01/01/2024", html)

    def test_on_an_order_and_its_invoice(self):
        contract = self._live()
        order = self._order(contract)
        self.assertContract(contract, self._print('sale.report_saleorder', order))
        invoice = order._create_invoices()
        self.assertContract(contract, self._print('account.report_invoice', invoice))

    def test_for_who_may_print_an_order_but_not_see_the_contract(self):
        contract = self._live()
        order = self._order(contract)
        contract.sudo().user_id = self.seller
        html = self._print('sale.report_saleorder', order, self.salesman)
        self.assertContract(contract, html)

    def test_on_a_draft_invoice_that_has_nothing_else_to_say(self):
        contract = self._live()
        invoice = self._direct_invoice(contract, post=False, invoice_date=False)
        self.assertContract(contract, self._print('account.report_invoice', invoice))

    def test_not_on_what_is_made_on_no_contract(self):
        html = self._print('account.report_invoice', self._invoice())
        self.assertNotIn('name="contract"', html)


@tagged('post_install', '-at_install')
class TestPrintPortal(TradeCommon, HttpCase):
    def test_in_the_portal(self):
        order = self._order(self._live())
        order.sudo()._portal_ensure_token()
        page = self.url_open(order.sudo().get_portal_url())
        self.assertIn(order.contract_id.name, page.text)
