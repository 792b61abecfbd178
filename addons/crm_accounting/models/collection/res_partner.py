from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    collection_case_ids = fields.One2many(
        comodel_name='collection.case',
        inverse_name='partner_id',
        groups='crm_accounting.crm_accounting_group_own',
    )
    collection_case_id = fields.Many2one(
        comodel_name='collection.case',
        string="Case",
        compute='_compute_collection',
        groups='crm_accounting.crm_accounting_group_own',
        help="The customer's case in the company that is selected.",
    )
    collection_item_ids = fields.Many2many(
        comodel_name='collection.item',
        compute='_compute_collection',
        groups='crm_accounting.crm_accounting_group_own',
    )
    collection_amount = fields.Monetary(
        string="Overdue Now",
        compute='_compute_collection',
        groups='crm_accounting.crm_accounting_group_own',
    )

    @api.depends('commercial_partner_id')
    @api.depends_context('company')
    def _compute_collection(self):
        cases = self.env['collection.case'].search([
            ('partner_id', 'in', self.commercial_partner_id.ids),
            ('company_id', '=', self.env.company.id),
        ])
        by_partner = {case.partner_id: case for case in cases}
        for partner in self:
            case = by_partner.get(partner.commercial_partner_id, cases.browse())
            partner.collection_case_id = case
            partner.collection_item_ids = case.item_ids
            partner.collection_amount = case.amount_residual

    def action_view_collection_case(self):
        """Open the customer's case in the company that is selected."""
        self.ensure_one()
        return self.collection_case_id._get_records_action()
