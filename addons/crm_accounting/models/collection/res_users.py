from odoo import models
from odoo.exceptions import UserError
from odoo.tools import groupby


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _can_collect_in(self, company):
        """Whether this user could see and work a task of `company`; False for an empty record.

        :rtype: bool
        """
        if not self:
            return False
        user_sudo = self.sudo()  # companies of other users are not readable to everybody
        return bool(
            user_sudo.active
            and company <= user_sudo.company_ids
            and user_sudo.has_group('crm_accounting.crm_accounting_group_own')
        )

    def action_archive(self):
        self._hand_over_collection()
        return super().action_archive()

    def write(self, vals):
        if 'active' in vals and not vals['active']:
            self._hand_over_collection()
        return super().write(vals)

    def unlink(self):
        self._hand_over_collection()
        return super().unlink()

    def _hand_over_collection(self):
        """Give the collection tasks of users who leave to their team's leader, else the fallback.

        Core deletes the tasks of an archived user (`mail/models/res_users.py`, `action_archive`).

        :raise UserError: when there is nobody to take them, naming the tasks
        """
        items_sudo = self.env['collection.item'].sudo()  # the archiving user need not collect
        items = items_sudo.search([
            ('activity_id.user_id', 'in', self.ids),
            ('activity_id.active', '=', True),
            ('state', '!=', 'closed'),
        ])
        for (company, team), group in groupby(
            items, lambda item: (item.company_id, item.case_id.team_id)
        ):
            tasks = items_sudo.union(*group).activity_id
            policy = items_sudo.env['collection.policy']._get_for_company(company)
            successor = policy._get_successor(team, company, self)
            if not successor:
                raise UserError(self._get_no_successor_message(tasks))
            tasks.with_context(mail_activity_quick_update=True).user_id = successor
        cases = self.env['collection.case'].sudo().search([('user_id', 'in', self.ids)])
        cases.user_id = False

    def _get_no_successor_message(self, tasks):
        return self.env._(
            "%(count)s collection tasks would have nobody: %(tasks)s. Give them to somebody, or set"
            " a leader of the collection team or a fallback on the collection policy.",
            count=len(tasks),
            tasks=", ".join(tasks[:5].mapped('res_name')),
        )
