import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.stock.models.stock_rule import ProcurementException

_logger = logging.getLogger(__name__)


class SaleReplenishment(models.Model):
    """Odoo's own procurement makes the orders; what it refuses does not stop the others."""

    _inherit = 'sale.replenishment'

    def _run_procurements(self, procurements):
        """Order all that can be ordered; what is refused does not stop the others.

        :param dict procurements: by balance
        :return: why, by balance that was refused
        :rtype: dict
        """
        if not procurements:
            return {}
        try:
            with self.env.cr.savepoint():
                self.browse().union(*procurements)._procure(list(procurements.values()))
        except (OperationalError, ConcurrencyError):
            raise  # the whole transaction is tried again
        except ProcurementException as error:
            reasons = {
                procurement.values['replenishment_id']: reason
                for procurement, reason in error.procurement_exceptions
            }
            others = {key: value for key, value in procurements.items() if key not in reasons}
            return {**reasons, **self._run_procurements(others)}
        except UserError as error:
            return self._split_procurements(procurements, str(error))
        except Exception:
            # Whatever it is, the other products are ordered, and this one is a task.
            _logger.warning("Replenishment of %s failed", list(procurements), exc_info=True)
            reason = self.env._("Odoo failed to order it; the administrator finds why in the log.")
            return self._split_procurements(procurements, reason)
        return {}

    def _procure(self, procurements):
        """Have Odoo make the order lines; all of them, or nothing is made.

        Core writes on each order to which it adds. So a buyer who confirms one of them in this
        very moment, and has read it without what is added, begins again, or this job does.

        :raise ProcurementException: tells which procurements failed, and why
        """
        self.purchase_line_id = False
        self.env['stock.rule'].run(procurements, raise_user_error=False)
        no_line = self.env._("Odoo has made no order line for it: look at the routes.")
        if failed := [
            (procurement, no_line)
            for procurement in procurements
            if not procurement.values['replenishment_id'].purchase_line_id
        ]:
            raise ProcurementException(failed)

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
