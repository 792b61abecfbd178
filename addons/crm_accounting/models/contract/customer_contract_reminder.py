from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

# A reminder comes so many days before the last day on which notice can be given.
REMINDER_DAYS = 14
QUIET = {'mail_activity_quick_update': True}  # no e-mail for each of many
REMINDER_TYPES = ('contract_expires', 'contract_notice')
BREACH_TYPE = 'contract_breach'


class CustomerContract(models.Model):
    """Reminders of the end of a contract, once for each end, for somebody who is there."""

    _inherit = 'customer.contract'

    @api.model
    def _remind_chunk(self, limit):
        """Remind of so many live contracts whose last day to give notice comes near.

        :return: how many reminders were made
        :rtype: int
        """
        self.flush_model()
        scope = self._get_sql_scope(None, limit)
        rows = self.env.execute_query_dict(SQL(_DUE, **scope, ahead=REMINDER_DAYS))
        contracts = self.browse([row['id'] for row in rows])
        contracts.invalidate_recordset(['reminded_for'], flush=False)
        contracts._create_reminders()
        return len(rows)

    def _remind_of_end(self):
        """Remind of contracts that were to be renewed by agreement and have ended unnoticed."""
        missed = self.filtered(
            lambda contract: (
                contract.renewal == 'agreement' and contract.reminded_for != contract.date_end
            )
        )
        for end, contracts in missed.grouped('date_end').items():
            contracts.reminded_for = end
        missed._create_reminders()

    def _create_reminders(self):
        """Make one activity for each contract, all at once."""
        if not self:
            return
        self.fetch([
            'name',
            'subject',
            'company_id',
            'user_id',
            'renewal',
            'date_end',
            'notice_days',
        ])
        people = self._get_reminder_users()
        Company = self.env['res.company']
        expires, notice = map(Company._get_collection_activity_type, REMINDER_TYPES)
        model_id = self.env['ir.model']._get_id(self._name)
        self.env['mail.activity'].sudo().with_context(**QUIET).create([
            {
                'activity_type_id': (notice if contract.renewal == 'tacit' else expires).id,
                'automated': True,
                'date_deadline': contract.date_end - timedelta(days=contract.notice_days),
                'res_id': contract.id,
                'res_model_id': model_id,
                'res_name': contract.display_name,
                'summary': contract._get_reminder_summary(people[contract].lang),
                'user_id': people[contract].id,
            }
            for contract in self
        ])

    def _get_reminder_summary(self, lang):
        record = self.with_context(lang=lang or self.env.lang)
        end = format_date(record.env, self.date_end)
        if self.renewal == 'tacit':
            return record.env._("Renewed tacitly after %(end)s unless notice is given", end=end)
        return record.env._("Ends on %(end)s: renew it or let it end", end=end)

    # === WHO IS REMINDED === #

    def _get_reminder_users(self):
        """Return who is reminded of each contract: the responsible person, else who stands in.

        :rtype: dict[customer.contract, res.users]
        """
        found, people = {}, {}
        for contract in self.sudo():
            key = (contract.user_id, contract.company_id)
            if key not in found:
                found[key] = contract._find_reminder_user()
            people[contract.with_env(self.env)] = found[key]
        return people

    def _find_reminder_user(self, leaving=None):
        """Return the responsible person; whoever is away is stood in for by the leader of the team
        or, failing that, a manager. Nobody: an empty record, the task shows on the contract.

        :param res.users leaving: people who are about to be away
        :rtype: res.users
        """
        user, company = self.user_id, self.company_id
        away = leaving or self.env['res.users']
        if user not in away and user._can_collect_in(company):
            return user
        managers = self.env['res.users']
        for group in (
            'sales_team.group_sale_manager',
            'crm_accounting.crm_accounting_group_manager',
        ):
            managers |= self.env.ref(group).all_user_ids.sorted('id')
        candidates = user.crm_team_ids.user_id | managers - self.env.ref('base.user_root')
        return next(
            (
                person
                for person in candidates - user - away
                if person._can_collect_in(company)
                and self.with_user(person).with_company(company).has_access('read')
            ),
            self.env['res.users'],
        )

    # === WHEN A REMINDER HAS DONE ITS WORK === #

    @api.model
    def _search_reminders(self, names, *domain):
        """Return live activities of the shipped types `names` on contracts, as superuser."""
        refs = (f'crm_accounting.mail_activity_type_{name}' for name in names)
        types = [kind.id for ref in refs if (kind := self.env.ref(ref, raise_if_not_found=False))]
        return (
            self
            .env['mail.activity']
            .sudo()
            .search([
                ('res_model', '=', self._name),
                ('activity_type_id', 'in', types),
                *domain,
            ])
        )

    def _close_reminders(self):
        """End the reminders of an end that has passed, moved or been decided on."""
        if self:
            reminders = self._search_reminders(REMINDER_TYPES, ('res_id', 'in', self.ids))
            reminders.with_context(**QUIET).write({'active': False})

    @api.model
    def _hand_over_reminders(self, users):
        """Give the reminders of people who leave to those who stand in for them.

        Core deletes the activities of a user who is archived.
        """
        kinds = (*REMINDER_TYPES, BREACH_TYPE)
        reminders = self._search_reminders(kinds, ('user_id', 'in', users.ids))
        for reminder in reminders.with_context(**QUIET):
            contract = self.sudo().browse(reminder.res_id)
            reminder.user_id = contract._find_reminder_user(leaving=users)


_DUE = """
WITH today (company_id, day) AS (
    SELECT * FROM unnest(%(companies)s, %(days)s::date[])
), due AS (
    SELECT contract.id
      FROM customer_contract contract
      JOIN today ON today.company_id = contract.company_id
     WHERE contract.state = ANY(%(live)s) %(chosen)s
       AND contract.date_terminated IS NULL
       AND contract.date_end - contract.notice_days - %(ahead)s <= today.day
       AND contract.date_end IS DISTINCT FROM contract.reminded_for
  ORDER BY contract.id
     LIMIT %(limit)s
       FOR NO KEY UPDATE OF contract SKIP LOCKED
)
UPDATE customer_contract contract
   SET reminded_for = contract.date_end
  FROM due
 WHERE contract.id = due.id
RETURNING contract.id
"""
