from odoo import fields, models
from odoo.exceptions import AccessError

ABSENCE = 'collection_absence_id'


class MailActivity(models.Model):
    """A task that is with somebody else as long as its owner is away."""

    _inherit = 'mail.activity'

    collection_absence_id = fields.Many2one(
        comodel_name='collection.absence',
        string="Because of an Absence",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )

    def write(self, vals):
        """Keep what was given to another person by hand there; nobody gives it to who is away."""
        given = self.browse()
        if 'user_id' in vals and ABSENCE not in vals:
            # The mark is compared, whoever gives the task away.
            given = self.sudo().filtered(
                lambda task: task[ABSENCE] and task.user_id.id != (vals['user_id'] or False)
            )
        result = super().write(vals)
        if given:
            given.write({ABSENCE: False})
        if ABSENCE not in vals and (vals.get('user_id') or vals.get('active')):
            # Who gave one away may not see it any more.
            tasks = self.sudo().filtered('is_collection')
            if tasks:
                self.env['collection.absence']._follow(tasks)
        return result

    def _check_collection_marks(self, vals):
        if not self.env.su and ABSENCE in vals:
            raise AccessError(self.env._("Only absences hand tasks over."))
        return super()._check_collection_marks(vals)

    def _complete_collection_marks(self, vals):
        return {ABSENCE: False, **super()._complete_collection_marks(vals)}
