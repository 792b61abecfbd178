from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ReplenishmentCommon

OWNER = 'base.group_system,purchase.group_purchase_manager'
SELLER = 'sales_team.group_sale_salesman,stock.group_stock_user'
BUYER = 'purchase.group_purchase_manager,product.group_product_manager,stock.group_stock_user'


@tagged('post_install', '-at_install')
class TestReplenishmentTour(ReplenishmentCommon, HttpCase):
    """From the setting to the receipt, in a real browser, by owner, seller and buyer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.replenish_category_ids = False
        for login, groups in (('owner', OWNER), ('seller', SELLER), ('buyer', BUYER)):
            new_test_user(
                cls.env,
                f'tour_{login}',
                groups,
                password=f'tour_{login}',
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        cls.orphan = cls._product("Orphan", vendors=[])
        for product in cls.product + cls.orphan:
            cls.env['stock.quant']._update_available_quantity(
                product, cls.warehouse.lot_stock_id, 10
            )

    def _tour(self, name, user):
        self.start_tour('/odoo', f'crm_accounting_replenishment_{name}', login=f'tour_{user}')

    def _quote(self):
        """Write the quotation that the seller confirms and delivers."""
        seller = self.env['res.users'].search([('login', '=', 'tour_seller')])
        self.env['sale.order'].with_user(seller).create({
            'partner_id': self.customer.id,
            'order_line': [
                Command.create({'product_id': product.id}) for product in self.product + self.orphan
            ],
        })

    def test_what_was_sold_is_ordered_followed_and_received(self):
        self._tour('owner', 'owner')
        self.assertEqual(self.company.replenish_category_ids, self.category)
        self.assertEqual(self.company.replenish_user_id.login, 'tour_buyer')
        self._quote()
        self._tour('seller', 'seller')
        self._tour('buyer_waits', 'buyer')
        self._run_job()
        self._tour('buyer_orders', 'buyer')
        self.assertEqual(self._lines().qty_received, 1)
        self.env['sale.replenishment'].sudo()._retry_stuck()
        self._tour('buyer_ends', 'buyer')
        self.assertOrdered(1, self.orphan)
        self.assertFalse(self.orphan.product_tmpl_id.activity_ids)
