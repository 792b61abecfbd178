from odoo import fields, models


class CollectionCaseNoChase(models.TransientModel):
    """The question until when and why a customer is not chased."""

    _name = 'collection.case.no.chase'
    _description = "Do Not Chase a Customer"

    case_id = fields.Many2one(comodel_name='collection.case', string="Customer", required=True)
    until = fields.Date(required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Hold all that the customer owes."""
        self.ensure_one()
        return self.case_id.action_stop_chasing(self.until, self.reason)
