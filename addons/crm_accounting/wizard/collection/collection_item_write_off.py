from odoo import fields, models


class CollectionItemWriteOff(models.TransientModel):
    """The question why items are written off from collection."""

    _name = 'collection.item.write.off'
    _description = "Write Collection Items Off"

    item_ids = fields.Many2many(comodel_name='collection.item', required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Write the items off."""
        self.ensure_one()
        return self.item_ids.action_write_off(self.reason)
