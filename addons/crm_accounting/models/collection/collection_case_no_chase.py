from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CollectionCase(models.Model):
    """Customers who are not chased until a day, whatever they owe and will owe."""

    _inherit = 'collection.case'

    no_chase_until = fields.Date(
        string="Do Not Chase Until",
        readonly=True,
        help="Last day on which all items of this customer are held, new ones too.",
    )
    no_chase_reason = fields.Char(string="Why Not", readonly=True)

    def action_open_no_chase(self):
        """Open the question until when and why this customer is not chased."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Do Not Chase"),
            'res_model': 'collection.case.no.chase',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_case_id': self.id},
        }

    def action_stop_chasing(self, until, reason):
        """Hold all items of these customers until a day, those that are opened meanwhile too.

        :param until: last day, after today and within a year, date or 'YYYY-MM-DD'
        :param str reason: why, kept in the log of the case
        :raise AccessError: for others than collection users who may see the cases
        :raise UserError: without a reason or a day
        """
        if not str(reason or '').strip():
            raise UserError(self.env._("Say why this customer is not chased."))
        until = self.env['collection.item']._check_hold_day(until)
        text = self.env._(
            "Not chased until %(date)s: %(why)s", date=format_date(self.env, until), why=reason
        )
        self._set_no_chase({'no_chase_until': until, 'no_chase_reason': reason}, text)
        return True

    def action_resume_chasing(self):
        """Chase these customers again now.

        :raise AccessError: for others than collection users who may see the cases
        """
        values = {'no_chase_until': False, 'no_chase_reason': False}
        self._set_no_chase(values, self.env._("Chased again"))
        return True

    @api.model
    def _end_no_chase(self, companies):
        """Forget what has ended: the run that calls this opens the items."""
        for company in companies:
            ended = self.search([
                ('company_id', '=', company.id),
                ('no_chase_until', '<', company._get_collection_today()),
            ])
            ended.write({'no_chase_until': False, 'no_chase_reason': False})

    def _set_no_chase(self, values, text):
        self.check_access('write')
        cases_sudo = self.sudo()  # nobody else writes these fields
        cases_sudo.write(values)
        cases_sudo._update_level()  # a run that opens items meanwhile is repeated, and sees this
        for case in cases_sudo:
            case.message_post(body=text, author_id=self.env.user.partner_id.id)
        cases_sudo.item_ids._follow_facts()

    def _merge_into(self, target):
        until = self.no_chase_until
        if until and (not target.no_chase_until or until > target.no_chase_until):
            target.write({'no_chase_until': until, 'no_chase_reason': self.no_chase_reason})
        return super()._merge_into(target)
