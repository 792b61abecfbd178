import re

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestPortal(DocumentCase, HttpCase):
    """Somebody who sees no card and no ledger opens a shared quotation and changes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._order(cls, cls.ann, (cls.coffee, 10))
        order.order_line = [
            Command.create({'display_type': 'line_section', 'name': "More", 'is_optional': True}),
            Command.create({'product_id': cls.tea.id, 'product_uom_qty': 1}),
        ]
        order.action_quotation_sent()
        cls.env.flush_all()
        cls.order, cls.token = order.sudo(), order._portal_ensure_token()

    def test_shared_quotation_opens(self):
        page = self.url_open(self.order.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertTrue(re.search(r'>\s*5%\s*<', page.text))

    def test_quantity_is_changed_and_every_discount_follows(self):
        line = self.order.order_line[-1]
        self.make_jsonrpc_request(
            f'/my/orders/{self.order.id}/update_line_dict',
            {'line_id': line.id, 'access_token': self.token, 'input_quantity': 200},
        )
        self.assertEqual(self.order.order_line.mapped('discount'), [10, 0, 10])
