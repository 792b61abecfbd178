from odoo import fields, models
from odoo.tools.mail import plaintext2html

ACTIVITY_TYPE = 'crm_accounting.mail_activity_type_find_vendor'
QUIET = {'mail_activity_quick_update': True}  # no e-mail for each of many


class SaleReplenishment(models.Model):
    """What cannot be ordered is a task of the buyer, never an error of the seller."""

    _inherit = 'sale.replenishment'

    def _get_stuck(self, reason):
        self.write({'is_stuck': True, 'stuck_reason': reason, 'tried_on': fields.Date.today()})

    def _unstick(self):
        self.filtered('is_stuck').write({
            'is_stuck': False,
            'stuck_reason': False,
            'tried_on': False,
        })

    def _update_tasks(self):
        """Let there be one task for a product and a buyer as long as it is stuck for them.

        It is made on the product, where its vendors are set.
        """
        templates = self.product_id.product_tmpl_id
        stuck = self.search([
            ('is_stuck', '=', True),
            ('product_id.product_tmpl_id', 'in', templates.ids),
        ])
        wanted = {(balance._get_template(), balance._get_buyer()): balance for balance in stuck}
        tasks = templates.activity_search([ACTIVITY_TYPE])
        known = {(templates.browse(task.res_id), task.user_id): task for task in tasks}
        kept = tasks.browse().union(*(task for key, task in known.items() if key in wanted))
        (tasks - kept).action_feedback()
        tasks.with_context(**QUIET).create([
            balance._prepare_task_values(template, user)
            for (template, user), balance in wanted.items()
            if (template, user) not in known
        ])

    def _prepare_task_values(self, template, user):
        activity_type = self.env.ref(ACTIVITY_TYPE).with_context(lang=self._get_buyer_lang())
        return {
            'activity_type_id': activity_type.id,
            'automated': True,
            'note': plaintext2html(self._get_task_text()),
            'res_id': template.id,
            'res_model_id': self.env['ir.model']._get_id(template._name),
            'summary': activity_type.summary,
            'user_id': user.id,
        }

    def _get_task_text(self):
        return self.with_context(lang=self._get_buyer_lang()).env._(
            "Customers took %(product)s and it could not be ordered again. %(reason)s"
            " It is ordered by itself once this is put right.",
            product=self.product_id.display_name,
            reason=self.stuck_reason,
        )

    def _get_template(self):
        return self.product_id.product_tmpl_id

    def _get_buyer(self):
        """Return who looks after it: the company's buyer, or who answers for the product."""
        responsible = self.product_id.with_company(self.company_id).responsible_id
        return self.company_id.replenish_user_id.filtered('active') or responsible

    def _get_buyer_lang(self):
        return self._get_buyer().lang or self.company_id.partner_id.lang
