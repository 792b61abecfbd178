from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    payment_habit = fields.Char(
        compute='_compute_payment_habit',
        groups='crm_accounting.crm_accounting_group_own',
        help="How late the customer usually pays the company that is selected.",
    )

    def write(self, vals):
        # A contact takes the history of its debts along to another company.
        if not {'parent_id', 'is_company'} & vals.keys():
            return super().write(vals)
        left = self.commercial_partner_id
        result = super().write(vals)
        reached = self.commercial_partner_id
        if left != reached:
            self.env['collection.habit.change']._note_customers(left | reached)
        return result

    @api.depends('commercial_partner_id')
    @api.depends_context('company')
    def _compute_payment_habit(self):
        customers = self.commercial_partner_id
        habits = self.env['collection.habit']._find(customers, self.env.company)
        for partner in self:
            habit = habits.get(partner.commercial_partner_id)
            partner.payment_habit = habit._get_text() if habit else ""
