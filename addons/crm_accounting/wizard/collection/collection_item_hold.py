from odoo import fields, models


class CollectionItemHold(models.TransientModel):
    """The question why items are held, and until when."""

    _name = 'collection.item.hold'
    _description = "Hold Collection Items"

    item_ids = fields.Many2many(comodel_name='collection.item', required=True)
    reason = fields.Selection(
        selection=[
            ('dispute', "Dispute"),
            ('other', "Other"),
        ],
        required=True,
        default='other',
    )
    until = fields.Date(required=True)
    note = fields.Char()

    def action_apply(self):
        """Hold the items."""
        self.ensure_one()
        return self.item_ids.action_hold(self.reason, self.until, self.note)
