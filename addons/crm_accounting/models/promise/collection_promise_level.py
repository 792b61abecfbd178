from odoo import api, fields, models


class CollectionPromise(models.Model):
    _inherit = 'collection.promise'

    level_id = fields.Many2one(
        comodel_name='collection.level',
        compute='_compute_level_id',
        store=True,
        index='btree_not_null',
        ondelete='set null',
        help="The highest level that one of the debts had reached when it was promised.",
    )

    # Of its debts alone, which never change: a broken promise raises their level, not its own.
    @api.depends('line_ids')
    def _compute_level_id(self):
        for promise in self:
            promise.level_id = promise._get_items().level_id.sorted('days')[-1:]
