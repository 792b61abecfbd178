from odoo import fields, models


class CollectionCase(models.Model):
    _inherit = 'collection.case'

    dispute_ids = fields.Many2many(
        comodel_name='collection.dispute', string="Disputes", compute='_compute_dispute_ids'
    )

    def _compute_dispute_ids(self):
        disputes = self.env['collection.dispute'].search([
            ('partner_id', 'in', self.partner_id.ids),
            ('company_id', 'in', self.company_id.ids),
        ])
        by_customer = disputes.grouped(lambda dispute: (dispute.partner_id, dispute.company_id))
        for case in self:
            case.dispute_ids = by_customer.get((case.partner_id, case.company_id))
