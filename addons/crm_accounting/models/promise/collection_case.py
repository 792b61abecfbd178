from odoo import fields, models


class CollectionCase(models.Model):
    _inherit = 'collection.case'

    promise_ids = fields.One2many(
        comodel_name='collection.promise',
        inverse_name='case_id',
        string="Promises",
        readonly=True,
    )

    def action_open_promise(self):
        """Open the question what the customer promises, about all that is open."""
        self.ensure_one()
        live = self.item_ids.filtered(lambda item: item.state != 'closed')
        return live.action_open_promise()

    def _merge_into(self, target):
        self.promise_ids.case_id = target
        return super()._merge_into(target)
