from collections import Counter

from odoo import api, models
from odoo.exceptions import AccessError

from .worklist_sql import sum_due


class CollectionCase(models.Model):
    """Who has how much to do today: the team view of the work screen."""

    _inherit = 'collection.case'

    @api.model
    @api.readonly
    def get_team_worklist(self):
        """Return what is due today by person and by queue.

        Who has nothing due and is away or has called somebody today is in it too.

        :return: see `_prepare_team_row`; people first, by what is due
        :rtype: list[dict]
        :raise AccessError: for others than collection users who see all cases
        """
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_user'):
            raise AccessError(self.env._("Only who sees all cases sees what others have to do."))
        rows = self._sum_team_rows()
        counts = self._count_calls_by_user()
        absences = self._get_absences()
        for user in {*counts, *absences} - {user for user, _team in rows}:
            rows[user, self.env['crm.team']] = _start_sums()
        prepared = [
            self._prepare_team_row(*key, row, counts.get(key[0], {}), absences)
            for key, row in rows.items()
        ]
        return sorted(
            prepared, key=lambda row: (not row['user_id'], -row['due'], row['user_id'] or 0)
        )

    @api.model
    def _get_absences(self):
        """Return who of the selected companies is away: until, substitute (id and name, or False).

        Nobody here knows of absences; whoever does overrides this.

        :rtype: dict[res.users, dict]
        """
        return {}

    def _sum_team_rows(self):
        """Return what is due, by user and team: due and late, amounts and likely by currency.

        :rtype: dict[tuple[res.users, crm.team], dict]
        """
        sums = {}
        scope = self._read_worklist_scope(self._read_company_facts())
        query = sum_due(self.env, scope)
        for row in self.env.execute_query_dict(query):
            key = (
                self.env['res.users'].browse(row['user_id'] or []),
                self.env['crm.team'].browse(row['team_id'] or []),
            )
            currency = self.env['res.company'].browse(row['company_id']).currency_id
            row_sum = sums.setdefault(key, _start_sums())
            for name in ('due', 'late'):
                row_sum[name] += row[name]
            for name in ('amount', 'likely'):
                row_sum[name][currency] += row[name]
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
    def _prepare_team_row(self, user, team, row, calls, absences):
        """Return a row of the table: of a person, or of the queue of a team or of none.

        :param dict row: of `_sum_team_rows`
        :param dict calls: of today, by result
        """
        return {
            'user_id': self._name_user(user),
            'team': [team.id, team.sudo().name] if team else False,
            'due': row['due'],
            'late': row['late'],
            'owed': self._prepare_sums(row['amount']),
            'likely': self._prepare_sums(row['likely']),
            'calls_today': sum(calls.values()),
            'promised_today': calls.get('promised', 0),
            'away': absences.get(user, False),
        }

    @api.model
    def _prepare_sums(self, amounts):
        return [
            {'currency_id': currency.id, 'amount': currency.round(amount)}
            for currency, amount in amounts.items()
        ]


def _start_sums():
    return {'due': 0, 'late': 0, 'amount': Counter(), 'likely': Counter()}
