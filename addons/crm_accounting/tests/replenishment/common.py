from odoo import Command
from odoo.tests import TransactionCase, new_test_user


class ReplenishmentCommon(TransactionCase):
    """A company that orders again what it sells of one category; a seller and a stock worker."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({'name': "Shop"})
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.warehouse = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)])
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.category = cls.env['product.category'].create({'name': "Goods for sale"})
        cls.company.replenish_category_ids = cls.category
        cls.vendor = cls.env['res.partner'].create({'name': "Vendor"})
        cls.customer = cls.env['res.partner'].create({'name': "Customer"})
        cls.pack = cls.env['uom.uom'].create({
            'name': "Tray of 6",
            'relative_factor': 6,
            'relative_uom_id': cls.env.ref('uom.product_uom_unit').id,
        })
        cls.product = cls._product("Jam")
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.seller = new_test_user(
            cls.env, 'replenish_seller', 'sales_team.group_sale_salesman', **company
        )
        cls.worker = new_test_user(cls.env, 'replenish_worker', 'stock.group_stock_user', **company)
        cls.buyer = new_test_user(
            cls.env, 'replenish_buyer', 'purchase.group_purchase_user', **company
        )

    @classmethod
    def _product(cls, name, vendors=None, **values):
        """Return a storable product; by default of one vendor, in any quantity."""
        if vendors is None:
            vendors = [{}]
        return cls.env['product.product'].create({
            'name': name,
            'is_storable': True,
            'categ_id': cls.category.id,
            'seller_ids': [
                Command.create({'partner_id': cls.vendor.id, 'price': 2.0, **vendor})
                for vendor in vendors
            ],
            **values,
        })

    @classmethod
    def _sell(cls, quantity=4.0, product=None, confirm=True):
        """Return the order of a seller."""
        order = (
            cls
            .env['sale.order']
            .with_user(cls.seller)
            .create({
                'partner_id': cls.customer.id,
                'order_line': [
                    Command.create({
                        'product_id': (product or cls.product).id,
                        'product_uom_qty': quantity,
                    })
                ],
            })
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, picking, *quantities):
        """Validate a transfer as a stock worker; with a back-order for what is left."""
        picking = picking.with_user(cls.worker)
        moves = picking.move_ids
        for move, quantity in zip(
            moves, quantities or moves.mapped('product_uom_qty'), strict=True
        ):
            move.write({'quantity': quantity, 'picked': True})
        picking._action_done()
        return picking

    @classmethod
    def _preorder(cls, quantity=10.0, product=None):
        """Return the pre-order of a seller that was confirmed."""
        order = cls._sell(quantity, product, confirm=False)
        order.write({'is_preorder': True, 'commitment_date': '2030-07-01 12:00:00'})
        order.action_confirm()
        return order

    @classmethod
    def _take(cls, quantity=4.0, product=None):
        """Return the order of a seller that was delivered."""
        order = cls._sell(quantity, product)
        cls._deliver(order.picking_ids)
        return order

    @classmethod
    def _move(cls, quantity, source, target, product=None):
        product = product or cls.product
        return cls.env['stock.move'].create({
            'company_id': cls.company.id,
            'product_id': product.id,
            'product_uom': product.uom_id.id,
            'product_uom_qty': quantity,
            'location_id': source.id,
            'location_dest_id': target.id,
        })

    @classmethod
    def _transfer(cls, quantity, source, target, product=None):
        """Return a transfer that was made by hand, without an order, and is done."""
        move = cls._move(quantity, source, target, product)
        picking = cls.env['stock.picking'].create({
            'picking_type_id': cls.warehouse.out_type_id.id,
            'location_id': source.id,
            'location_dest_id': target.id,
            'move_ids': [Command.link(move.id)],
        })
        picking.action_confirm()
        return cls._deliver(picking)

    @classmethod
    def _put_in_stock(cls, quantity, product=None):
        product = product or cls.product
        cls.env['stock.quant']._update_available_quantity(product, cls.stock, quantity)

    def _take_back(self, picking, quantity, place=None):
        """Return the transfer by which a customer brings something back."""
        wizard = (
            self
            .env['stock.return.picking']
            .with_user(self.worker)
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        returned = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        if place:
            returned.move_ids.location_dest_id = place
        return self._deliver(returned, quantity)

    def _run_job(self, company=None):
        """Run what the job does with the queue, without its commits."""
        rows = (
            self
            .env['sale.replenishment.move']
            .sudo()
            .search([
                ('to_check', '=', True),
                ('company_id', '=', (company or self.company).id),
            ])
        )
        self.env['sale.replenishment'].sudo()._replenish(rows)
        self.env.flush_all()

    def _lines(self, product=None):
        """Return the purchase order lines of a product."""
        return self.env['purchase.order.line'].search([
            ('product_id', '=', (product or self.product).id)
        ])

    def _rows(self, document):
        """Return the queue's rows of the transfers of an order, or of a transfer."""
        moves = (
            document.sudo().picking_ids.move_ids if 'picking_ids' in document else document.move_ids
        )
        return self.env['sale.replenishment.move'].search([('move_id', 'in', moves.ids)])

    def assertOrdered(self, quantity, product=None):
        """Check how much is on order of a product, in its own unit."""
        lines = self._lines(product)
        self.assertEqual(sum(lines.mapped('product_uom_qty')), quantity)

    def assertTaken(self, quantity, product=None):
        balances = self.env['sale.replenishment'].search([
            ('product_id', '=', (product or self.product).id)
        ])
        self.assertEqual(sum(balances.mapped('taken_qty')), quantity)

    def assertLeft(self, document, reason):
        rows = self._rows(document)
        self.assertEqual(set(rows.mapped('left_reason')), {reason})
        self.assertFalse(rows.replenishment_id)
        self.assertFalse(rows.to_check)
