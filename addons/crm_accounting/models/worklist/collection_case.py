from odoo import api, fields, models
from odoo.exceptions import UserError

from .worklist_sql import due_page, is_task_for, is_task_of, read_scope

LARGEST_PAGE = 200


class CollectionCase(models.Model):
    """Whom to call today: the list of the work screen."""

    _inherit = 'collection.case'

    call_ids = fields.One2many(
        comodel_name='collection.call', inverse_name='case_id', string="Calls", readonly=True
    )

    @api.model
    @api.readonly
    def get_worklist(self, user_id=None, limit=40, offset=0):
        """Return whom to call today, what is worth most times its chance first.

        A case is in it when one of its tasks is due and not all the items of the task are held. Its
        amounts are those of all its items, as everywhere on cases.

        :param user_id: None for the caller's own tasks and the queues of the caller's teams, an id
            for those of a person, False or 0 for those of nobody
        :return: today, count, is_started, done, cases: see `_prepare_worklist_case`
        :rtype: dict
        :raise AccessError: for others than collection users
        """
        self.check_access('read')
        whose = self._read_whose(user_id)
        limit, offset = self._read_page(limit, offset)
        count, rows = self._find_due(whose, limit, offset)
        return {
            'today': fields.Date.to_string(self.env.company._get_collection_today()),
            'count': count,
            'is_started': self._is_collection_started(),
            'done': self._prepare_done(self.env.uid if user_id is None else user_id),
            'cases': self._prepare_worklist(rows),
        }

    # === WHAT IS ASKED FOR === #

    @api.model
    def _read_whose(self, user_id):
        """Return the condition on tasks, or refuse what no person is."""
        if user_id is None:
            return is_task_for(self.env.uid, self._find_own_teams().ids)
        if user_id is not False and (isinstance(user_id, bool) or not isinstance(user_id, int)):
            raise UserError(self.env._("Say whose customers by the id of a user."))
        return is_task_of(user_id or None)

    @api.model
    def _find_own_teams(self):
        """Return the teams whose queue the user works: as member, or as leader."""
        Team = self.env['crm.team'].sudo()  # the memberships of others are not asked for
        return Team.search(['|', ('member_ids', 'in', self.env.uid), ('user_id', '=', self.env.uid)])

    @api.model
    def _read_page(self, limit, offset):
        numbers = (limit, offset)
        if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
            raise UserError(self.env._("Pages are asked for by numbers."))
        return min(max(limit, 1), LARGEST_PAGE), min(max(offset, 0), 2**31)

    # === WHAT THE DATABASE SAYS === #

    @api.model
    def _find_due(self, whose, limit, offset):
        """Return how many cases there are, and the rows of a page: see `due_page`."""
        scope = self._read_worklist_scope()
        rows = self.env.execute_query_dict(due_page(scope, whose, limit, offset))
        if not rows and offset:
            first = self.env.execute_query_dict(due_page(scope, whose, 1, 0))
            return (first[0]['case_count'] if first else 0), []
        return (rows[0]['case_count'] if rows else 0), rows

    @api.model
    def _read_worklist_scope(self):
        """Return what the SQL wants to know about the cases that the user may see."""
        self.env['collection.item']._flush_facts()
        for model in ('collection.case', 'collection.habit', 'mail.activity'):
            self.env[model].flush_model()
        return read_scope(self.env, self._search([]).select(), self._get_queue_teams())

    @api.model
    def _get_queue_teams(self):
        """Return whose queue tasks of nobody are in, unless their case says it, by company."""
        policies = self._find_policies()
        return {
            company: policies[company].sudo().team_id.with_env(self.env)
            for company in self.env.companies
        }

    @api.model
    def _find_policies(self):
        """Return the policy that each selected company follows; empty where there is none.

        :rtype: dict[res.company, collection.policy]
        """
        Policy = self.env['collection.policy'].sudo()  # that of a parent may not be selected
        policies = Policy.search([('company_id', 'parent_of', self.env.companies.ids)])
        found = policies.grouped('company_id')
        return {
            company: next(
                # Nearest first.
                (found[home] for home in company.sudo().parent_ids[::-1] if home in found),
                Policy,
            )
            for company in self.env.companies
        }

    @api.model
    def _is_collection_started(self):
        return any(policy.is_started for policy in self._find_policies().values())

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
        # The query has asked which of them the user may see; their names are no secret then.
        cases = self.sudo().browse([row['case_id'] for row in rows])
        cases.partner_id.fetch(['complete_name', 'phone'])
        calls = dict(
            self.env['collection.call']
            .sudo()
            ._read_group(
                [('case_id', 'in', cases.ids), ('day', 'in', self._get_todays())],
                ['case_id'],
                ['__count'],
            )
        )
        return [
            case._prepare_worklist_case(row, calls.get(case, 0))
            for case, row in zip(cases, rows, strict=True)
        ]

    def _prepare_worklist_case(self, row, calls_today):
        currency = self.currency_id
        return {
            'id': self.id,
            'name': self.display_name,
            'company': self._get_company_name(),
            'currency_id': currency.id,
            'amount_residual': currency.round(row['amount']),
            'amount_likely': currency.round(row['likely']),
            'chance': self._get_chance(row['amount'], row['likely']),
            'days_overdue': row['days_overdue'],
            'open_item_count': row['item_count'],
            'level': self.level_id.name or False,
            'next_action_date': fields.Date.to_string(row['deadline']),
            'user_id': self._name_user(self.user_id),
            'phone': self.partner_phone or False,
            'calls_today': calls_today,
        }

    def _get_company_name(self):
        """Return the company's name, where the user has selected several."""
        return self.company_id.name if len(self.env.companies) > 1 else False

    @staticmethod
    def _get_chance(amount, likely):
        return round(likely / amount, 4) if amount else 0.0

    @staticmethod
    def _name_user(user):
        """Return a user as the web client wants it: id and name, or False."""
        return [user.id, user.sudo().name] if user else False

    def _merge_into(self, target):
        self.with_context(active_test=False).call_ids.case_id = target
        return super()._merge_into(target)
