from odoo import fields, models

CREDIT_HOLDS = [('warn', "Warn"), ('block', "Block")]
RANKS = {False: 0, 'warn': 1, 'block': 2}


class CollectionLevel(models.Model):
    _inherit = 'collection.level'

    credit_hold = fields.Selection(
        selection=CREDIT_HOLDS,
        string="New Orders",
        help="From this level on, new orders of the customer are warned about or not confirmed,"
        " until what brought the customer here is paid.",
    )

    def _get_credit_hold(self):
        """Return what this level and those before it say of new orders: 'warn', 'block', False."""
        self.ensure_one()
        reached = self.policy_id.level_ids.filtered(lambda level: level.days <= self.days)
        return max(reached.mapped('credit_hold'), key=RANKS.get)
