from odoo import fields, models


class CollectionItemHold(models.TransientModel):
    """The question until when items are held, for whatever is neither promise nor dispute."""

    _name = 'collection.item.hold'
    _description = "Hold Collection Items"

    item_ids = fields.Many2many(comodel_name='collection.item', required=True)
    until = fields.Date(required=True)
    note = fields.Char()

    def action_apply(self):
        """Hold the items."""
        self.ensure_one()
        return self.item_ids.action_hold('other', self.until, self.note)
