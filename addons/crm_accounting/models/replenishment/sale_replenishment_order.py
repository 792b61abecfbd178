from datetime import timedelta

from odoo import fields, models


class SaleReplenishment(models.Model):
    """How much is ordered, and of whom."""

    _inherit = 'sale.replenishment'

    def _order_open(self):
        """Order what is missing, or note why that cannot be, in words of who is to read it."""
        missing = self.filtered(lambda balance: balance.open_qty > 0)
        for lang, balances in missing.grouped(lambda balance: balance._get_buyer_lang()).items():
            balances.with_context(lang=lang)._order_what_is_open()

    def _order_what_is_open(self):
        suppliers = {balance: balance._select_supplier() for balance in self}
        found = self.filtered(lambda balance: suppliers[balance])
        wanted = {balance: balance._get_quantity_of(suppliers[balance]) for balance in found}
        refused = found._run_procurements({
            balance: balance._prepare_procurement(suppliers[balance], wanted[balance])
            for balance in found
        })
        (found - self.browse().union(*refused))._note_ordered(suppliers, wanted)
        for balance in self - found:
            balance._get_stuck(balance._get_reason_without_supplier())
        for balance, reason in refused.items():
            balance._get_stuck(reason)

    def _select_supplier(self):
        """Return the `product.supplierinfo` to order from; none if there is no valid one.

        The one that Odoo chooses for this quantity, or else the one whose minimum is too high for
        it: then the minimum is ordered.
        """
        product = self.product_id.with_company(self.company_id)
        return product._select_seller(
            quantity=self.open_qty, uom_id=self.uom_id
        ) or product._select_seller(quantity=None)

    def _get_reason_without_supplier(self):
        if self.product_id.seller_ids:
            return self.env._("No vendor of it can be used: look at their dates and companies.")
        return self.env._("It has no vendor.")

    def _get_quantity_of(self, supplier):
        """Return how much to order, in the unit of the supplier: whole packs, and the minimum."""
        unit = supplier.product_uom_id
        quantity = self.uom_id._compute_quantity(self.open_qty, unit, round=False)
        quantity = max(quantity, supplier.min_qty)
        if unit._compute_quantity(1.0, self.uom_id, round=False) > 1.0:
            quantity = fields.Float.round(quantity, precision_digits=0, rounding_method='UP')
        return unit.round(quantity, rounding_method='UP')

    def _prepare_procurement(self, supplier, quantity):
        """Return what :meth:`stock.rule.run` takes.

        The unit is kept as it is asked for: a line in another one would be rounded.
        """
        warehouse = self.warehouse_id
        lang = self.company_id.partner_id.lang
        return self.env['stock.rule'].Procurement(
            self.product_id,
            quantity,
            supplier.product_uom_id,
            warehouse.lot_stock_id,
            self.product_id.display_name,
            self.with_context(lang=lang).env._("Sales"),
            self.company_id,
            {
                'warehouse_id': warehouse,
                'route_ids': warehouse.buy_pull_id.route_id,
                'company_id': self.company_id,
                'date_planned': fields.Datetime.now() + timedelta(days=supplier.delay),
                'supplierinfo_id': supplier,
                'force_uom': True,
                'replenishment_id': self,
            },
        )

    def _note_ordered(self, suppliers, wanted):
        for balance in self:
            unit = suppliers[balance].product_uom_id
            balance.ordered_qty += unit._compute_quantity(
                wanted[balance], balance.uom_id, rounding_method='HALF-UP'
            )
            balance._unstick()
