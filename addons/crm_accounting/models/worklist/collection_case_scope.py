from odoo import api, fields, models

from .worklist_sql import read_scope


class CollectionCase(models.Model):
    """What the list of the work screen depends on beside the cases: companies and rates."""

    _inherit = 'collection.case'

    @api.model
    def _read_worklist_scope(self, companies):
        """Return what the SQL wants to know about the cases that the user may see.

        :param dict companies: of `_read_company_facts`
        """
        self.env['collection.item']._flush_facts()
        for model in ('collection.case', 'collection.habit', 'mail.activity'):
            self.env[model].flush_model()
        today = fields.Date.context_today(self)
        return read_scope(self._search([]), today, companies, self._read_rates())

    @api.model
    def _read_company_facts(self):
        """Return of each selected company what `read_scope` wants to know, and whether it runs."""
        companies = self.env.companies
        policies = self._find_policies()
        habits = self.env['collection.habit'].sudo()  # one of the company tells nothing of anybody
        general = habits.search([('company_id', 'in', companies.ids), ('partner_id', '=', False)])
        days_late = {habit.company_id: habit.days_late for habit in general}
        return {
            company.id: {
                'today': company._get_collection_today(),
                'is_started': policies[company].is_started,
                'team_id': policies[company].team_id.id or None,
                'days_late': days_late.get(company, 0),
            }
            for company in companies
        }

    @api.model
    def _read_rates(self):
        """Return what one unit of each other currency is worth in that of the selected company."""
        company = self.env.company
        currencies = self.env['res.currency'].search([('active', '=', True)])
        if currencies <= company.currency_id:
            return {}
        currencies |= company.currency_id
        rates = currencies._get_rates(company, company._get_collection_today())
        own = rates.pop(company.currency_id.id)
        return {currency: own / rate for currency, rate in rates.items() if rate != own}

    @api.model
    def _find_policies(self):
        """Return the policy that each selected company follows; empty where there is none.

        :rtype: dict[res.company, collection.policy]
        """
        Policy = self.env['collection.policy'].sudo()  # that of a parent may not be selected
        policies = Policy.search([('company_id', 'parent_of', self.env.companies.ids)])
        found = policies.grouped('company_id')
        return {
            company: next(
                # Nearest first.
                (found[home] for home in company.sudo().parent_ids[::-1] if home in found),
                Policy,
            )
            for company in self.env.companies
        }
