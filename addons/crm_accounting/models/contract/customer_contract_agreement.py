from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .customer_contract import LIVE_STATES

RENEWABLE_STATES = (*LIVE_STATES, 'ended')


class CustomerContract(models.Model):
    """What the parties do with a contract: sign it, renew it with new terms, terminate it."""

    _inherit = 'customer.contract'

    def action_sign(self):
        """Open the question when the contract was signed."""
        self._check_signable()
        return self._ask('customer.contract.sign', self.env._("Sign Contract"))

    def action_renew(self):
        """Open the question on what new terms the contract goes on."""
        self._check_renewable()
        return self._ask('customer.contract.renew', self.env._("Renew Contract"))

    def action_terminate(self):
        """Open the question why the contract is terminated, and as of which day."""
        self._check_terminable()
        return self._ask('customer.contract.terminate', self.env._("Terminate Contract"))

    def action_offer_terms(self):
        """Open the question in how many months which new terms are offered."""
        self.check_access('write')
        return self._ask('customer.terms.offer', self.env._("Offer New Terms Later"))

    def _ask(self, model, title):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_contract_id': self.id},
        }

    # === SIGNED === #

    def _sign(self, date_signed):
        """Take a draft as signed: what is agreed now is kept as its first version.

        :param datetime.date date_signed: day of the signature, not in the future
        :raise UserError: when the contract is no draft, or agrees on nothing
        """
        self._check_signable()
        self._check_signature(date_signed)
        contract_sudo = self.sudo()
        contract_sudo.write({
            'state': 'signed',
            'date_signed': date_signed,
            'date_end_agreed': self.date_end,
        })
        contract_sudo.flush_recordset()  # of two people at once the second waits here, and is told
        contract_sudo._make_version(date_signed)
        contract_sudo._follow_dates(self.ids)

    def _check_signable(self):
        self.ensure_one()
        self.check_access('write')
        if self.state != 'draft':
            raise UserError(
                self.env._("%(contract)s has been signed already.", contract=self.display_name)
            )
        if not (self.line_ids or self.amount_limit or self.subject.strip()):
            raise UserError(
                self.env._(
                    "Say first what is agreed: enter a subject, goods and services, or a limit."
                )
            )

    def _check_signature(self, date_signed):
        if date_signed > self._get_today():
            raise UserError(self.env._("Enter the day of the signature: today or an earlier day."))

    # === TERMINATED === #

    def _terminate(self, date, reason):
        """Let the contract bind until `date`, and no longer.

        :param datetime.date date: the last day, today or later
        :param str reason: why, for the people who read the contract
        :raise UserError: when the contract is not live, or the day is none of its days to come
        """
        self._check_terminable()
        if not (reason or "").strip():
            raise UserError(self.env._("Enter why the contract is terminated."))
        self._check_last_day(date)
        contract_sudo = self.sudo()
        contract_sudo.write({'date_terminated': date, 'termination_reason': reason.strip()})
        contract_sudo._close_reminders()
        contract_sudo._follow_dates(self.ids)

    def _check_terminable(self):
        self.ensure_one()
        self.check_access('write')
        if self.state not in LIVE_STATES:
            raise UserError(
                self.env._(
                    "%(contract)s is not in force: there is nothing to terminate. A draft can be"
                    " deleted.",
                    contract=self.display_name,
                )
            )

    def _check_last_day(self, date):
        first, last = max(self._get_today(), self.date_start), self.date_end
        if date < first:
            raise UserError(
                self.env._(
                    "Choose %(first)s or a later day: nothing is terminated for the past.",
                    first=format_date(self.env, first),
                )
            )
        if last and date > last:
            raise UserError(
                self.env._(
                    "The contract ends on %(last)s: choose that day or an earlier one.",
                    last=format_date(self.env, last),
                )
            )

    # === RENEWED === #

    def _renew(self, date_signed, terms, line_commands):
        """Let the contract go on with new terms, by an addendum that is kept as a version.

        A termination that was noted is withdrawn. An ended contract is in force again from
        `date_start` of the terms on.

        :param datetime.date date_signed: day of the signature, not in the future
        :param dict terms: new values of date_end and whatever else was agreed
        :param list line_commands: commands for the lines; none deletes a line
        :raise UserError: when the contract is a draft or terminated, or ends before today
        """
        self._check_renewable()
        self._check_signature(date_signed)
        self._check_new_terms(terms)
        contract_sudo = self.sudo()
        if self.date_terminated or terms['date_end'] != self.date_end:
            contract_sudo._close_reminders()
            contract_sudo.reminded_for = False
        contract_sudo.write({
            **terms,
            'line_ids': line_commands,
            'date_end_agreed': terms['date_end'],
            'date_terminated': False,
            'termination_reason': False,
            'state': self.state if self.state in LIVE_STATES else 'signed',
        })
        contract_sudo.flush_recordset()  # of two people at once the second waits here, and is told
        contract_sudo._make_version(date_signed)
        contract_sudo._follow_dates(self.ids)
        contract_sudo._close_settled_breaches()

    def _check_renewable(self):
        self.ensure_one()
        self.check_access('write')
        if self.state == 'draft':
            raise UserError(self.env._("A draft is not renewed: change it and sign it."))
        if self.state not in RENEWABLE_STATES:
            raise UserError(
                self.env._(
                    "%(contract)s was terminated. Make a new contract: duplicate this one.",
                    contract=self.display_name,
                )
            )

    def _check_new_terms(self, terms):
        end, start = terms['date_end'], terms.get('date_start')
        if end and end < self._get_today():
            raise UserError(
                self.env._("Choose a new end that is not in the past, or leave it empty.")
            )
        if start and self.state == 'ended' and start <= self.date_end:
            raise UserError(
                self.env._(
                    "The contract was in force until %(end)s: it starts again on a later day.",
                    end=format_date(self.env, self.date_end),
                )
            )
        pricelist = self.env['product.pricelist'].browse(terms.get('pricelist_id'))
        if pricelist and pricelist.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "Choose a price list in %(currency)s: another currency needs a new contract.",
                    currency=self.currency_id.name,
                )
            )
