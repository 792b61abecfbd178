from odoo import api, models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """The task to settle a dispute ends when the dispute is settled, and not before."""

    _inherit = 'mail.activity'

    def write(self, vals):
        if {'active', 'activity_type_id', 'res_id', 'res_model', 'res_model_id'} & vals.keys():
            self._check_dispute_settled()
        return super().write(vals)

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_dispute_settled()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    # Always: with at_uninstall=False any client could switch it off by the context of an uninstall.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_dispute(self):
        self._check_dispute_settled()

    def _check_dispute_settled(self):
        if self.env.su:
            return  # a new owner or deadline: the dispute plans another task
        tasks_sudo = self.sudo().filtered(lambda task: task.res_model == 'collection.dispute')
        if not tasks_sudo:
            return
        disputes_sudo = self.env['collection.dispute'].sudo().browse(tasks_sudo.mapped('res_id'))
        waiting = disputes_sudo.exists().filtered(lambda dispute: dispute.state == 'open')
        if tasks_sudo & waiting._find_owner_tasks():
            raise UserError(
                self.env._(
                    "Settle the dispute, or give it to another owner: its task ends by that."
                )
            )
