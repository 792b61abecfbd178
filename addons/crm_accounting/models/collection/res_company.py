from odoo import Command, api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = 'res.company'

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered(lambda company: not company.parent_id)._create_collection_policies()
        return companies

    def _get_collection_today(self):
        """Return today's date in the company's time zone."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self.sudo().partner_id.tz or 'UTC'))

    def _get_collection_leader(self):
        """Return who leads the collection of this company; empty when there is nobody.

        :rtype: res.users
        """
        self.ensure_one()
        policy = self.env['collection.policy']._get_for_company(self)
        for leader in (policy.team_id.user_id, policy.user_id):
            if leader._can_collect_in(self):
                return leader
        return self.env['res.users']

    def _create_collection_policies(self):
        """Give each company of `self` the policy that a new user can work with at once."""
        policies = self.env['collection.policy'].sudo()
        without = self - policies.search([('company_id', 'in', self.ids)]).company_id
        return policies.create([company._prepare_collection_policy_values() for company in without])

    def _prepare_collection_policy_values(self):
        self.ensure_one()
        call = self._get_collection_activity_type('collection_call')
        letter = self._get_collection_activity_type('collection_letter')
        overdue = self.env['collection.policy']._get_receivable_domain(self) & Domain([
            ('reconciled', '=', False),
            ('date_maturity', '<', fields.Date.today()),
        ])
        levels = [
            (0, call, self.env._("Remind the customer")),
            (14, call, self.env._("Second reminder")),
            (30, letter, self.env._("Final demand")),
        ]
        return {
            'name': self.env._("Collection"),
            'company_id': self.id,
            'allocation_activity_type_id': self._get_collection_activity_type('allocate_credit').id,
            'is_started': not self.env['account.move.line'].sudo().search_count(overdue, limit=1),
            'level_ids': [
                Command.create({'days': days, 'activity_type_id': kind.id, 'name': name})
                for days, kind, name in levels
            ],
        }

    @api.model
    def _get_collection_activity_type(self, name):
        """Return the shipped type of task, or any other where somebody has deleted it."""
        shipped = f'crm_accounting.mail_activity_type_{name}'
        return self.env.ref(shipped, raise_if_not_found=False) or self.env[
            'mail.activity.type'
        ].search([('res_model', '=', False)], limit=1)
