from odoo import fields, models

ACTIVITY_TYPE = 'crm_accounting.mail_activity_type_find_vendor'


class SaleReplenishment(models.Model):
    """What cannot be ordered is a task of the buyer, never an error of the seller."""

    _inherit = 'sale.replenishment'

    def _get_stuck(self, reason):
        self.write({'is_stuck': True, 'stuck_reason': reason, 'tried_on': fields.Date.today()})
        self._schedule_task()

    def _unstick(self):
        """Forget why it was stuck; the task is done when no company waits for the product."""
        was_stuck = self.filtered('is_stuck')
        was_stuck.write({'is_stuck': False, 'stuck_reason': False, 'tried_on': False})
        for template in was_stuck.product_id.product_tmpl_id:
            if not self._is_any_stuck(template):
                template.activity_feedback([ACTIVITY_TYPE])

    def _is_any_stuck(self, template):
        domain = [('is_stuck', '=', True), ('product_id.product_tmpl_id', '=', template.id)]
        return bool(self.search_count(domain, limit=1))

    def _schedule_task(self):
        """Make the task on the product, where its vendors are set; one at a time for a person."""
        template = self.product_id.product_tmpl_id
        user = self._get_buyer()
        if template.activity_search([ACTIVITY_TYPE], user_id=user.id):
            return
        template.activity_schedule(
            ACTIVITY_TYPE,
            user_id=user.id,
            note=self.env._(
                "Customers took %(product)s and it could not be ordered again. %(reason)s"
                " It is ordered by itself once this is put right.",
                product=self.product_id.display_name,
                reason=self.stuck_reason,
            ),
        )

    def _get_buyer(self):
        """Return who looks after it: the company's buyer, or who answers for the product."""
        responsible = self.product_id.with_company(self.company_id).responsible_id
        return self.company_id.replenish_user_id or responsible
