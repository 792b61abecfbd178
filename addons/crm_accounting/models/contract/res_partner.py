from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    contract_count = fields.Integer(compute='_compute_contract_count')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_contract_count(self):
        """Count the contracts of the customer that the user may see."""
        Contract = self.env['customer.contract']
        counts = {}
        if Contract.has_access('read'):
            counts = dict(
                Contract._read_group(
                    [('partner_id.commercial_partner_id', 'in', self.commercial_partner_id.ids)],
                    ['partner_id.commercial_partner_id'],
                    ['__count'],
                )
            )
        for partner in self:
            partner.contract_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_contracts(self):
        """Show the contracts of the customer, whichever of its contacts this is."""
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_accounting.customer_contract_action'
        )
        customer = self.commercial_partner_id
        return {
            **action,
            'domain': [('partner_id', 'child_of', customer.ids)],
            'context': {'default_partner_id': customer.id},
        }
