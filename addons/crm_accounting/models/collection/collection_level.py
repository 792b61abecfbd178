from odoo import fields, models


class CollectionLevel(models.Model):
    """A dunning level: what is done when a debt has been overdue for a number of days.

    A level before the due date opens nothing and is nobody's task: it only writes.
    """

    _name = 'collection.level'
    _description = "Collection Level"
    _order = 'policy_id, days'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="Becomes the title of the task.")
    policy_id = fields.Many2one(
        comodel_name='collection.policy', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='policy_id.company_id')
    currency_id = fields.Many2one(related='company_id.currency_id')
    days = fields.Integer(
        string="Days Overdue",
        help="Days after the due date. 0: the night after the due date. Less than 0: so many days"
        " before it, to remind the customer; nothing is chased yet.",
    )
    minimum_amount = fields.Monetary(
        help="Not for debts below this amount: all that the customer owes overdue, or the invoice,"
        " as tasks are grouped.",
    )
    activity_type_id = fields.Many2one(
        comodel_name='mail.activity.type', string="Task", ondelete='restrict'
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Given To",
        check_company=True,
        ondelete='set null',
        help="From this level on the task is this person's. Empty: it stays where it is.",
    )

    _task_when_due = models.Constraint(
        'CHECK (days < 0 OR activity_type_id IS NOT NULL)',
        "Choose the task of a level that starts on the due date or later.",
    )
    _days_in_reach = models.Constraint(
        'CHECK (days BETWEEN -365 AND 3650)',
        "A level at most a year before and ten years after the due date, please.",
    )
    _days_unique = models.Constraint(
        'UNIQUE (policy_id, days)', "Two levels of a policy need different numbers of days."
    )

    def write(self, vals):
        result = super().write(vals)
        if 'policy_id' in vals:
            # Core asks for the policy that the level had, not for the one that it comes to.
            self.check_access('write')
        return result

    def unlink(self):
        self.check_access('unlink')
        # Nobody may write items: only what follows from the deleted level changes, in all branches.
        items = self.env['collection.item'].sudo().search([('level_id', 'in', self.ids)])
        for level, reached in items.grouped('level_id').items():
            # What has reached no level that stays keeps its task as it is, until it reaches one.
            reached.level_id = level._get_level_below(level.policy_id._get_chasing_levels() - self)
        # While the tasks still know the level that they leave: they are not raised.
        items.activity_id.filtered('active')._refresh_from_items()
        items.case_id._update_level()
        return super().unlink()

    def _get_level_below(self, levels):
        """Return the highest of `levels` that comes before this one."""
        return levels.filtered(lambda level: level.days < self.days).sorted('days')[-1:]
