import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.stock.models.stock_rule import ProcurementException

_logger = logging.getLogger(__name__)


class SaleReplenishment(models.Model):
    """How much is ordered, of whom, and by Odoo's own procurement."""

    _inherit = 'sale.replenishment'

    def _order_open(self):
        """Order what is missing, or note why that cannot be."""
        suppliers = {balance: balance._select_supplier() for balance in self}
        found = self.filtered(lambda balance: suppliers[balance])
        wanted = {balance: balance._get_quantity_of(suppliers[balance]) for balance in found}
        refused = found._run_procurements({
            balance: balance._prepare_procurement(suppliers[balance], wanted[balance])
            for balance in found
        })
        (found - self.browse().union(*refused))._note_ordered(suppliers, wanted)
        for balance in self - found:
            balance._get_stuck(self.env._("It has no vendor."))
        for balance, reason in refused.items():
            balance._get_stuck(reason)

    # === OF WHOM, AND HOW MUCH === #

    def _select_supplier(self):
        """Return the `product.supplierinfo` to order from; none if there is no valid one.

        The one that Odoo chooses for this quantity, or else the one whose minimum is too high for
        it: then the minimum is ordered.
        """
        product = self.product_id.with_company(self.company_id)
        return product._select_seller(
            quantity=self.open_qty, uom_id=self.uom_id
        ) or product._select_seller(quantity=None)

    def _get_quantity_of(self, supplier):
        """Return how much to order, in the unit of the supplier: whole packs, and the minimum."""
        unit = supplier.product_uom_id
        quantity = self.uom_id._compute_quantity(self.open_qty, unit, round=False)
        if unit._compute_quantity(1.0, self.uom_id, round=False) > 1.0:
            quantity = fields.Float.round(quantity, precision_digits=0, rounding_method='UP')
        return max(unit.round(quantity, rounding_method='UP'), supplier.min_qty)

    # === BY ODOO'S PROCUREMENT === #

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

    def _run_procurements(self, procurements):
        """Order all that can be ordered; what is refused does not stop the others.

        :param dict procurements: by balance
        :return: why, by balance that was refused
        :rtype: dict
        """
        if not procurements:
            return {}
        balances = self.browse().union(*procurements)
        try:
            with self.env.cr.savepoint():
                balances.purchase_line_id = False
                self.env['stock.rule'].run(list(procurements.values()), raise_user_error=False)
                balances._claim_orders()
        except (OperationalError, ConcurrencyError):
            raise  # the whole transaction is tried again
        except ProcurementException as error:
            reasons = [message for _procurement, message in error.procurement_exceptions]
            return self._split_procurements(procurements, '\n'.join(reasons))
        except Exception as error:
            _logger.warning("Replenishment of %s failed", balances, exc_info=True)
            return self._split_procurements(procurements, str(error))
        return {
            balance: self.env._("Odoo has made no order line for it.")
            for balance in balances
            if not balance.purchase_line_id
        }

    def _split_procurements(self, procurements, reason):
        """Halve what failed until the one to blame is found."""
        if len(procurements) == 1:
            return dict.fromkeys(procurements, reason)
        items = list(procurements.items())
        middle = len(items) // 2
        return {
            **self._run_procurements(dict(items[:middle])),
            **self._run_procurements(dict(items[middle:])),
        }

    def _claim_orders(self):
        """Make a buyer who confirms one of the orders in this very moment do so once more.

        They have read the order without what was added now. Only a write makes their transaction
        begin again, under REPEATABLE READ; the other way round it makes this one begin again.
        """
        self.env.flush_all()
        orders = self.purchase_line_id.order_id
        self.env.cr.execute(SQL("UPDATE purchase_order SET id = id WHERE id = ANY(%s)", orders.ids))

    def _note_ordered(self, suppliers, wanted):
        for balance in self:
            unit = suppliers[balance].product_uom_id
            balance.ordered_qty += unit._compute_quantity(
                wanted[balance], balance.uom_id, rounding_method='HALF-UP'
            )
            balance._unstick()
