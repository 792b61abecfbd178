from odoo import models
from odoo.tools.misc import format_date, formatLang

from .customer_contract_reminder import BREACH_TYPE, QUIET


class CustomerContract(models.Model):
    """What an order or an invoice on a contract would break: its time or its limit."""

    _inherit = 'customer.contract'

    def _get_breach(self, amount=0.0, *, planned=False, day=None):
        """Tell why no more may be ordered or invoiced on this contract.

        The dates are asked, not the state: they are true also before the nightly run.

        :param float amount: what is to come on top of what is used, taxes included, in the
            currency of the contract
        :param bool planned: whether the sentences are about what can still be left undone
        :param datetime.date day: on which it is ordered or invoiced; today if there is none
        :return: sentences for people; none when nothing speaks against it
        :rtype: list[str]
        """
        self.ensure_one()
        return [
            sentence
            for sentence in (
                self._get_breach_of_time(day or self._get_today()),
                self._get_breach_of_limit(amount, planned),
            )
            if sentence
        ]

    def _get_breach_of_time(self, day):
        values = {'contract': self.display_name}
        if self.state == 'draft':
            return self.env._("%(contract)s is not signed yet.", **values)
        if day < self.date_start:
            values['day'] = format_date(self.env, self.date_start)
            return self.env._("%(contract)s is not in force before %(day)s.", **values)
        last_day = self._get_last_day()
        if not last_day or day <= last_day:
            return None
        values['day'] = format_date(self.env, last_day)
        if self.date_terminated:
            return self.env._("%(contract)s was terminated as of %(day)s.", **values)
        if self.state == 'ended' or self.renewal != 'tacit':
            return self.env._("%(contract)s ended on %(day)s.", **values)
        return None

    def _get_breach_of_limit(self, amount, planned):
        if not self.amount_limit:
            return None
        currency, used = self.currency_id, self.amount_used + amount
        if currency.compare_amounts(used, self.amount_limit) <= 0:
            return None
        values = {
            'contract': self.display_name,
            'used': formatLang(self.env, used, currency_obj=currency),
            'limit': formatLang(self.env, self.amount_limit, currency_obj=currency),
        }
        if planned:
            return self.env._(
                "%(contract)s would be past its limit: %(used)s of %(limit)s.", **values
            )
        return self.env._("%(contract)s is past its limit: %(used)s of %(limit)s.", **values)

    def _warn_breach(self):
        """Remind the responsible person at once of contracts that are past their time or limit.

        To be called when an order was confirmed or an invoice posted on them. While such a reminder
        lives, there is no second one.
        """
        breaches = {contract: contract._get_breach() for contract in self.sudo()}
        kind = self.env['res.company']._get_collection_activity_type(BREACH_TYPE)
        reminded = self._search_reminders([BREACH_TYPE], ('res_id', 'in', self.ids)).mapped(
            'res_id'
        )
        broken = self.sudo().filtered(
            lambda contract: breaches[contract] and contract.id not in reminded
        )
        people = broken._get_reminder_users()
        self.env['mail.activity'].sudo().with_context(**QUIET).create([
            {
                'activity_type_id': kind.id,
                'automated': True,
                'date_deadline': contract._get_today(),
                'note': " ".join(breaches[contract]),
                'res_id': contract.id,
                'res_model_id': self.env['ir.model']._get_id(self._name),
                'summary': kind.with_context(lang=people[contract].lang or self.env.lang).summary,
                'user_id': people[contract].id,
            }
            for contract in broken
        ])

    def _close_settled_breaches(self):
        """End the reminders of contracts that are within their time and limit again."""
        if not self:
            return
        reminders = self._search_reminders([BREACH_TYPE], ('res_id', 'in', self.ids))
        contracts = self.sudo().browse(reminders.mapped('res_id'))
        settled = contracts.filtered(lambda contract: not contract._get_breach())
        over = reminders.filtered(lambda reminder: reminder.res_id in settled.ids)
        over.with_context(**QUIET).write({'active': False})
