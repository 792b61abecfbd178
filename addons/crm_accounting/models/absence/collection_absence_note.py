from odoo import api, fields, models
from odoo.tools import format_date


class CollectionAbsence(models.Model):
    """What an absence means, in words: before it is saved, and to the substitute afterwards."""

    _inherit = 'collection.absence'

    hand_over = fields.Text(
        string="What Happens",
        compute='_compute_hand_over',
        help="Who works the tasks, in each company.",
    )

    @api.depends('user_id', 'substitute_id', 'date_start', 'date_end')
    @api.depends_context('uid')
    def _compute_hand_over(self):
        for absence in self:
            counts = absence._count_tasks()
            # In companies of the reader: others are not to be named.
            companies = absence._get_companies() & self.env.user.company_ids
            absence_sudo = absence.sudo()
            lines = [
                absence_sudo._describe_company(company, counts.get(company.id, 0))
                for company in companies
            ]
            absence.hand_over = "\n".join(lines + absence_sudo._describe_substitutes())

    def _count_tasks(self):
        """Return how many open tasks are the person's, or would be today, by company id."""
        groups = (
            self
            .env['collection.item']
            .sudo()
            ._read_group(
                [
                    ('state', '!=', 'closed'),
                    '|',
                    ('activity_id.user_id', '=', self.user_id.id),
                    ('activity_id.collection_absence_id', 'in', self._origin.ids),
                ],
                ['company_id'],
                ['activity_id:count_distinct'],
            )
        )
        return {company.id: count for company, count in groups}

    def _describe_company(self, company, count):
        """Return who works the tasks of one company, if nobody else is away.

        :param int count: tasks there today
        """
        holder = self._get_holder(company, self.env['crm.team'], {})
        values = {
            'company': company.name,
            'count': count,
            'holder': holder.name,
            'name': self.user_id.name,
            'substitute': self.substitute_id.name,
        }
        if holder and holder == self.substitute_id:
            return self.env._("%(company)s: %(holder)s works the tasks (now %(count)s).", **values)
        if not holder:
            text = self.env._("%(company)s: the tasks wait for the team (now %(count)s).", **values)
        elif holder == self.user_id:
            text = self.env._(
                "%(company)s: the tasks stay with %(name)s (now %(count)s), as the policy has"
                " neither a team nor a fallback for them.",
                **values,
            )
        else:
            text = self.env._(
                "%(company)s: %(holder)s, the policy's fallback, works the tasks (now %(count)s).",
                **values,
            )
        if not self.substitute_id:
            return text
        lack = self.env._("%(substitute)s does not collect there.", **values)
        return f"{text} {lack}"

    def _describe_substitutes(self):
        """Return when the substitute is away, too, and who works the tasks then, as lines."""
        if not self.substitute_id or not self.date_start or not self.date_end:
            return []
        others = self.search([
            ('user_id', '=', self.substitute_id.id),
            ('date_start', '<=', self.date_end),
            ('date_end', '>=', self.date_start),
        ])
        return [
            self.env._(
                "%(name)s is away from %(start)s until %(end)s, too; then: %(other)s.",
                name=other.user_id.name,
                start=format_date(self.env, other.date_start),
                end=format_date(self.env, other.date_end),
                other=self._describe_other(other.substitute_id),
            )
            for other in others
        ]

    def _describe_other(self, substitute):
        """Return who the substitute of the substitute is, or that nobody is."""
        if substitute and substitute != self.user_id:
            return substitute.name
        return self.env._("the team, or the policy's fallback")

    def _tell_substitute(self):
        """Tell the substitutes that they are, until when, and for whom."""
        for absence in self.filtered(lambda absence: absence._get_state() != 'over'):
            substitute = absence.substitute_id
            if substitute and substitute != self.env.user:
                absence.with_context(lang=substitute.lang)._send_word(substitute)

    def _send_word(self, substitute):
        values = {
            'name': self.user_id.name,
            'start': format_date(self.env, self.date_start),
            'end': format_date(self.env, self.date_end),
        }
        self.env['mail.thread'].message_notify(
            model=self._name,
            res_id=self.id,
            partner_ids=substitute.partner_id.ids,
            subject=self.env._("You stand in for %(name)s", **values),
            body=self.env._(
                "%(name)s is away from %(start)s until %(end)s. On these days the collection tasks"
                " of %(name)s are yours.",
                **values,
            ),
        )
