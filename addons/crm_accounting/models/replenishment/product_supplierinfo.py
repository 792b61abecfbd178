from odoo import api, models


class ProductSupplierinfo(models.Model):
    """A vendor that is added or put right lets what was stuck be ordered."""

    _inherit = 'product.supplierinfo'

    @api.model_create_multi
    def create(self, vals_list):
        vendors = super().create(vals_list)
        vendors._retry_stuck()
        return vendors

    def write(self, vals):
        result = super().write(vals)
        self._retry_stuck()
        return result

    def _retry_stuck(self):
        # Who keeps vendors needs no rights in the books of the job.
        stuck_sudo = (
            self
            .env['sale.replenishment']
            .sudo()
            .search([
                ('is_stuck', '=', True),
                ('product_id.product_tmpl_id', 'in', self.product_tmpl_id.ids),
            ])
        )
        if stuck_sudo:
            stuck_sudo.tried_on = False
            self.env['sale.replenishment.move']._trigger_job()
