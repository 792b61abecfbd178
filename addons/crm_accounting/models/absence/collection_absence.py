from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

# What, when it changes, changes whose the tasks are.
HAND_OVER_FIELDS = {'date_end', 'date_start', 'substitute_id', 'user_id'}


class CollectionAbsence(models.Model):
    """From when until when a collector is away, and who works the tasks meanwhile.

    Nothing is handed over by a click: on the days of an absence, in the time zone of who is away,
    the tasks are the substitute's, on all others their owner's (`_follow`). It holds in all
    companies of the person. The collector of a case stays who it is.
    """

    _name = 'collection.absence'
    _description = "Absence of a Collector"
    _order = 'date_start desc, id desc'
    _rec_name = 'user_id'

    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        ondelete='cascade',
    )
    substitute_id = fields.Many2one(
        comodel_name='res.users',
        index='btree_not_null',
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        ondelete='set null',
        help="Works the tasks meanwhile. Empty: they wait in the queue of the customer's team.",
    )
    date_start = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_end = fields.Date(string="Until", required=True, help="The last day of the absence.")
    state = fields.Selection(
        selection=[('planned', "Planned"), ('current', "Away"), ('over', "Over")],
        compute='_compute_state',
    )

    # One who comes back on the first day was away for no day at all.
    _dates_in_order = models.Constraint(
        'CHECK (date_end >= date_start - 1)', "An absence ends after it begins."
    )
    _another_person = models.Constraint(
        'CHECK (substitute_id <> user_id)', "Choose another person as the substitute."
    )

    @api.depends('user_id', 'date_start', 'date_end')
    def _compute_state(self):
        for absence in self:
            absence.state = absence._get_state()

    def _get_state(self):
        """Return what `state` is now: the field does not know when a day is over."""
        today = self._get_today()
        if not self.date_start or not self.date_end or self.date_start > today:
            return 'planned'
        return 'current' if self.date_end >= today else 'over'

    def _get_today(self):
        """Return the day that it is where the person lives."""
        # The time zone of another user is not readable to everybody.
        user_sudo = self.user_id.sudo()
        tz = user_sudo.tz or user_sudo.company_id.partner_id.tz or 'UTC'
        return fields.Date.context_today(self.with_context(tz=tz))

    # === WHAT IS REFUSED === #

    @api.constrains('user_id', 'date_start', 'date_end')
    def _check_overlap(self):
        self._wait_for_others()
        for absence in self.filtered(lambda absence: absence._has_days()):
            others = self.search([
                ('user_id', '=', absence.user_id.id),
                ('id', '!=', absence.id),
                ('date_start', '<=', absence.date_end),
                ('date_end', '>=', absence.date_start),
            ])
            for other in others.filtered(lambda other: other._has_days())[:1]:
                raise ValidationError(
                    self.env._(
                        "%(name)s is away from %(start)s until %(end)s already: change that"
                        " absence.",
                        name=other.user_id.name,
                        start=format_date(self.env, other.date_start),
                        end=format_date(self.env, other.date_end),
                    )
                )

    def _has_days(self):
        """Whether it has both its dates, and one day at least."""
        return bool(self.date_start and self.date_end and self.date_end >= self.date_start)

    def _wait_for_others(self):
        """Let the absences of one person be saved one after the other.

        Of two that are saved at the same time each has to see the other one: one is repeated.
        """
        self.env.execute_query(
            SQL(
                "UPDATE res_users SET write_date = write_date WHERE id = ANY(%s) RETURNING 1",
                self.user_id.ids,
            )
        )

    @api.constrains('user_id', 'substitute_id')
    def _check_can_collect(self):
        for absence in self.filtered('substitute_id'):
            if not any(
                absence.substitute_id._can_collect_in(company)
                for company in absence._get_companies()
            ):
                raise ValidationError(
                    self.env._(
                        "%(substitute)s does not collect in any company of %(name)s: choose"
                        " somebody with rights in Collection there, or nobody.",
                        substitute=absence.substitute_id.name,
                        name=absence.user_id.name,
                    )
                )

    def _get_companies(self):
        """Return the companies in which the person collects, whatever the caller has selected."""
        # Time zone and companies of another user are not readable to everybody.
        user_sudo = self.user_id.sudo()
        return user_sudo.company_ids.filtered(user_sudo._can_collect_in)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._follow()
        absences._tell_substitute()
        return absences

    def write(self, vals):
        result = super().write(vals)
        if 'user_id' in vals:
            # Core asks for the person that it was about, not for the one that it comes to.
            self.check_access('write')
        if HAND_OVER_FIELDS & vals.keys():
            self._follow()
            self._tell_substitute()
        return result

    def unlink(self):
        self.check_access('unlink')
        self._end()
        return super().unlink()

    def _end(self):
        """Let absences be over as of yesterday, planned ones too."""
        for absence in self:
            yesterday = absence._get_today() - timedelta(days=1)
            if absence.date_end > yesterday:
                absence.write({
                    'date_start': min(absence.date_start, yesterday + timedelta(days=1)),
                    'date_end': yesterday,
                })

    # === ACTIONS === #

    def action_back(self):
        """Be back today: what is still with the substitute comes back at once.

        :raise AccessError: for who may not change the absence
        """
        self.check_access('write')
        self._end()
        return True

    # === WHO IS AWAY === #

    @api.model
    def _get_current(self):
        """Return the absences of today.

        :return: `collection.absence`, as superuser, by `res.users`
        :rtype: dict
        """
        day = fields.Date.today()
        near = Domain([
            ('user_id.active', '=', True),
            # It may be another day where the person lives.
            ('date_start', '<=', day + timedelta(days=1)),
            ('date_end', '>=', day - timedelta(days=1)),
        ])
        # Absences of others count too, also those that the caller may not read.
        absences = self.sudo().search(near, order='id desc')
        return {
            absence.user_id: absence for absence in absences if absence._get_state() == 'current'
        }
