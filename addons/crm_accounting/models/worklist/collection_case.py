from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .worklist_sql import is_task_for, is_task_in_queue, is_task_of, rank_due

CHASED = SQL("item.state = 'open'")
LARGEST_PAGE, LAST_OFFSET = 200, 10**9
LARGEST_ID = 2**31 - 1  # of the database


class CollectionCase(models.Model):
    """Whom to call today: the list of the work screen."""

    _inherit = 'collection.case'

    call_ids = fields.One2many(
        comodel_name='collection.call', inverse_name='case_id', string="Calls", readonly=True
    )

    @api.model
    @api.readonly
    def get_worklist(self, user_id=None, limit=40, offset=0, team_id=None):
        """Return whom to call today, what is worth most times its chance first.

        A case is in it when one of its tasks is due and not all the items of the task are held.
        What it owes is that of all its items, as everywhere on cases, what it is worth that of
        those which are not held; both are live. The pages follow what
        was owed when the items were opened, less what was paid in part: where invoices, rates or
        undone payments say otherwise now, a case may stand on another page than its amounts say.

        :param user_id: None for the caller's own tasks and the queues of the caller's teams, an id
            for those of a person, False or 0 for those of nobody
        :param team_id: of those of nobody, None for all, an id for the queue of a team, False or 0
            for those that are in no team's
        :return: today, count, is_started, done (`_prepare_done`), cases (`_prepare_worklist_case`)
        :rtype: dict
        :raise AccessError: for others than collection users
        """
        self.check_access('read')
        companies = self._read_company_facts()
        scope = self._read_worklist_scope(companies)
        whose = self._read_whose(user_id, team_id, scope['team'])
        count, rows = self._find_due(scope, whose, *self._read_page(limit, offset))
        return {
            'today': fields.Date.to_string(self.env.company._get_collection_today()),
            'count': count,
            'is_started': any(facts['is_started'] for facts in companies.values()),
            'done': self._prepare_done(self.env.uid if user_id is None else user_id),
            'cases': self._prepare_worklist(rows),
        }

    # === WHAT IS ASKED FOR === #

    @api.model
    def _read_whose(self, user_id, team_id, team):
        """Return the condition on tasks, or refuse what is no person or no team.

        :param SQL team: of the queue in which a task is
        """
        for value in (user_id, team_id):
            is_id = type(value) is int and value <= LARGEST_ID
            if value is not None and value is not False and not is_id:
                raise UserError(self.env._("Say whose customers by the id of a user or a team."))
        if user_id is None:
            return is_task_for(self.env.uid, team, self._find_own_teams().ids)
        if not user_id and team_id is not None:
            return is_task_in_queue(team, team_id or None)
        return is_task_of(user_id or None)

    @api.model
    def _find_own_teams(self):
        """Return the teams whose queue the user works: as member, or as leader."""
        Team = self.env['crm.team'].sudo()  # whoever may read teams
        return Team.search([
            '|',
            ('member_ids', 'in', self.env.uid),
            ('user_id', '=', self.env.uid),
        ])

    @api.model
    def _read_page(self, limit, offset):
        if type(limit) is not int or type(offset) is not int:
            raise UserError(self.env._("Pages are asked for by numbers."))
        return min(max(limit, 1), LARGEST_PAGE), min(max(offset, 0), LAST_OFFSET)

    # === WHAT THE DATABASE SAYS === #

    @api.model
    def _find_due(self, scope, whose, limit, offset):
        """Return how many cases there are, and of a page the ids, deadlines and people."""
        rows = self.env.execute_query(rank_due(scope, whose, limit, offset))
        if not rows and offset:
            # Fewer than somebody has seen before: how many is still to be told.
            first = self.env.execute_query(rank_due(scope, whose, 1, 0))
            return (first[0][-1] if first else 0), []
        return (rows[0][-1] if rows else 0), [row[:-1] for row in rows]

    # === WHAT THE SCREEN SHOWS === #

    @api.model
    def _prepare_done(self, user_id):
        """Return what a person has done today: calls, people reached, and promises by currency."""
        mine = [('user_id', '=', user_id or False), ('company_id', 'in', self.env.companies.ids)]
        days = self._get_todays()
        calls = self.env['collection.call']._read_group(
            [*mine, ('day', 'in', days)], ['is_reached'], ['__count']
        )
        promises = self.env['collection.promise']._read_group(
            [*mine, ('made_on', 'in', days), ('state', '!=', 'withdrawn')],
            ['currency_id'],
            ['amount:sum'],
        )
        return {
            'calls': sum(count for _is_reached, count in calls),
            'reached': sum(count for is_reached, count in calls if is_reached),
            'promised': [
                {'currency_id': currency.id, 'amount': amount} for currency, amount in promises
            ],
        }

    @api.model
    def _get_todays(self):
        """Return the days that it is now in the selected companies: one, or two."""
        return list({company._get_collection_today() for company in self.env.companies})

    @api.model
    def _prepare_worklist(self, rows):
        due = {case_id: (deadline, user_id) for case_id, deadline, user_id in rows}
        # The query has asked which of them the user may see; their names are no secret then.
        cases = self.sudo().browse(due)
        cases.fetch(['company_id', 'level_id', 'partner_id'])
        rates = self._read_rates()
        chased = cases._read_chased()
        cases = cases.sorted(
            lambda case: chased[case.id][1] * rates.get(case.currency_id.id, 1.0), reverse=True
        )
        cases.partner_id.fetch(['complete_name', 'phone'])
        calls = dict(
            self
            .env['collection.call']
            .sudo()
            ._read_group(
                [('case_id', 'in', cases.ids), ('day', 'in', self._get_todays())],
                ['case_id'],
                ['__count'],
            )
        )
        return [
            {
                **case._prepare_worklist_case(*due[case.id], calls.get(case, 0)),
                **case._prepare_chased(*chased[case.id]),
            }
            for case in cases
        ]

    def _read_chased(self):
        """Return what is owed and not held, and what of that is likely to come soon.

        :return: amounts in the company's currency by id of the case
        :rtype: dict[int, tuple[float, float]]
        """
        owed = self.env['collection.item']._field_to_sql('item', 'amount_residual_company')
        query = SQL(
            """
            SELECT id, COALESCE((SELECT SUM(%s) FROM collection_item item
                                  WHERE item.case_id = collection_case.id AND %s), 0),
                   COALESCE(%s, 0)
              FROM collection_case WHERE id = ANY(%s)
            """,
            owed,
            CHASED,
            self._likely_to_sql('collection_case', CHASED),
            self.ids,
        )
        return {case_id: amounts for case_id, *amounts in self.env.execute_query(query)}

    def _prepare_chased(self, owed, likely):
        """Return what a call is worth, and how much of the debt is held."""
        return {
            'amount_held': self.currency_id.round(self.amount_residual - owed),
            'amount_likely': self.currency_id.round(likely),
            'chance': round(likely / owed, 4) if owed else 0.0,
        }

    def _prepare_worklist_case(self, deadline, user_id, calls_today):
        """Return a row of the list.

        :param datetime.date deadline: of the first task that is due
        :param int user_id: whose task it is, None in a queue
        :param int calls_today: how often the customer was called today, by anybody
        """
        user = self.env['res.users'].browse(user_id or [])
        return {
            'id': self.id,
            'name': self.display_name,
            'company': self._get_company_name(),
            'currency_id': self.currency_id.id,
            **self._prepare_amounts(),
            'open_item_count': self.open_item_count,
            'level': self.level_id.name or False,
            'next_action_date': fields.Date.to_string(deadline),
            'user_id': self._name_user(user),
            'phone': self.partner_id.phone or False,
            'calls_today': calls_today,
        }

    def _prepare_amounts(self):
        amount, likely = self.amount_residual, self.amount_likely
        return {
            'days_overdue': self.days_overdue,
            'amount_residual': amount,
            'amount_likely': self.currency_id.round(likely),
            # One for all items: what they are likely to bring of what is owed.
            'chance': round(likely / amount, 4) if amount else 0.0,
        }

    def _get_company_name(self):
        """Return the company's name, where the user has selected several."""
        return self.company_id.name if len(self.env.companies) > 1 else False

    @staticmethod
    def _name_user(user):
        """Return a user as the web client wants it: id and name, or False."""
        return [user.id, user.sudo().name] if user else False

    def _merge_into(self, target):
        self.with_context(active_test=False).call_ids.case_id = target
        return super()._merge_into(target)
