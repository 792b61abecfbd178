from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import PreorderCommon

REPORT = 'odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf'


@tagged('post_install', '-at_install')
class TestPreorderTour(PreorderCommon, MailCase, HttpCase):
    """The life of a pre-order in a real browser, by somebody who sells, invoices and delivers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman.group_ids |= cls.env.ref('account.group_account_invoice')
        cls.salesman.group_ids |= cls.env.ref('stock.group_stock_user')
        supplier = cls.env['res.partner'].create({'name': "Mill"})
        kind = cls.warehouse.in_type_id
        places = {
            'location_id': cls.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': kind.default_location_dest_id.id,
        }
        move = {'product_id': cls.product_a.id, 'product_uom_qty': 12, **places}
        cls.receipt = cls.env['stock.picking'].create({
            'partner_id': supplier.id,
            'picking_type_id': kind.id,
            'move_ids': [Command.create(move)],
            **places,
        })
        cls.receipt.action_confirm()

    def test_a_preorder_is_prepaid_received_told_and_delivered(self):
        printed = []

        def spy(report, report_ref, res_ids=None, data=None):
            printed.append(report._get_report(report_ref).report_name)
            return render(report, report_ref, res_ids, data)

        render = self.env.registry['ir.actions.report']._render_qweb_pdf
        with patch(REPORT, spy), self.mock_mail_gateway():
            self.start_tour('/odoo', 'crm_accounting_preorder', login='salesman', timeout=180)
        order = self.env['sale.order'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual(
            (order.is_preorder, order.preorder_state, order.preorder_amount_paid),
            (True, 'delivered', 30),
        )
        self.assertIn('crm_accounting.report_payment_taken', printed)
        self.assertIn(self.customer, self._new_mails.recipient_ids)
        self.assertEqual(
            self.env['stock.quant']._get_available_quantity(
                self.product_a, self.warehouse.lot_stock_id
            ),
            2,
        )
