from odoo import api, models
from odoo.exceptions import AccessError

from .worklist_sql import sum_due


class CollectionCase(models.Model):
    """Who has how much to do today: the team view of the work screen."""

    _inherit = 'collection.case'

    @api.model
    @api.readonly
    def get_team_worklist(self):
        """Return what is due today by person and by queue, in each currency of the companies.

        Who has nothing due and has called somebody today is in it too.

        :return: see `_prepare_team_row`; people first, by what is due
        :rtype: list[dict]
        :raise AccessError: for others than collection users who see all cases
        """
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_user'):
            raise AccessError(self.env._("Only who sees all cases sees what others have to do."))
        rows = self._sum_team_rows()
        counts = self._count_calls_by_user()
        currency = self.env.company.currency_id
        for user, _team, _currency in list(rows):
            counts.setdefault(user, {})
        for user in counts.keys() - {user for user, _team, _currency in rows}:
            rows[user, self.env['crm.team'], currency] = {}
        absences = self._get_absences(self.env['res.users'].union(*counts))
        prepared = [
            self._prepare_team_row(*key, row, counts[key[0]], absences) for key, row in rows.items()
        ]
        return sorted(prepared, key=lambda row: (not row['user_id'], -row['due']))

    @api.model
    def _get_absences(self, users):
        """Return who of these users is away: until, and substitute (id and name, or False).

        Nobody here knows of absences; whoever does overrides this.

        :rtype: dict[int, dict]
        """
        return {}

    def _sum_team_rows(self):
        """Return what is due, by user, team and currency.

        :rtype: dict[tuple[res.users, crm.team, res.currency], dict]
        """
        sums = {}
        scope = self._read_worklist_scope(self._read_company_facts())
        query = sum_due(self.env, scope)
        for row in self.env.execute_query_dict(query):
            key = (
                self.env['res.users'].browse(row['user_id'] or []),
                self.env['crm.team'].browse(row['team_id'] or []),
                self.env['res.company'].browse(row['company_id']).currency_id,
            )
            row_sum = sums.setdefault(key, {})
            for name in ('due', 'late', 'amount', 'likely'):
                row_sum[name] = row_sum.get(name, 0) + row[name]
        return sums

    def _count_calls_by_user(self):
        """Return how many calls each user has logged today, by result."""
        counts = {}
        for user, result, count in self.env['collection.call']._read_group(
            [('day', 'in', self._get_todays()), ('user_id', '!=', False)],
            ['user_id', 'result'],
            ['__count'],
        ):
            counts.setdefault(user, {})[result] = count
        return counts

    @api.model
    def _prepare_team_row(self, user, team, currency, row, calls, absences):
        return {
            'user_id': self._name_user(user),
            'team': team.sudo().name or False,
            'due': row.get('due', 0),
            'late': row.get('late', 0),
            'amount_residual': currency.round(row.get('amount', 0.0)),
            'amount_likely': currency.round(row.get('likely', 0.0)),
            'currency_id': currency.id,
            'calls_today': sum(calls.values()),
            'promised_today': calls.get('promised', 0),
            'away': absences.get(user.id, False),
        }
