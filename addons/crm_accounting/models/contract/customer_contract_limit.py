from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import formatLang


class CustomerContract(models.Model):
    """What happens to an order or invoice on a contract that is past its time or its limit."""

    _inherit = 'customer.contract'

    @contextmanager
    def _guard_claims(self, documents):
        """Check the contracts on which `documents` claim more after a step than before it.

        What counts is what is in the database, whoever puts it there and how: a document is
        confirmed or posted, grows, or goes to another contract.

        :param documents: records with `_get_contract_claims`
        :raise UserError: where a contract is past its time or limit and is set to block
        """
        before = documents._get_contract_claims()
        yield
        after = documents._get_contract_claims()
        grown = {
            document: contract
            for document, (contract, amount) in after.items()
            if self._is_grown(document, contract, amount, before)
        }
        for contract in self.browse({contract.id for contract in grown.values()}).sudo():
            contract._check_breach([
                document for document, claimed in grown.items() if claimed == contract
            ])

    def _is_grown(self, document, contract, amount, before):
        contract_before, amount_before = before.get(document, (self.browse(), 0.0))
        if contract != contract_before:
            return True
        return document.currency_id.compare_amounts(amount, amount_before) > 0

    def _check_breach(self, documents):
        if self.amount_limit:
            self._await_others()
        if not self._find_breach(documents):
            return
        if self.breach_policy == 'block':
            raise UserError("\n".join(self._tell(self._find_breach(documents, planned=True))))
        self._await_others()  # or two at once remind of it twice
        breaches = self._find_breach(documents)
        for document in documents:
            self._note_breach(document, breaches)
        self._warn_breach()

    def _find_breach(self, documents, *, planned=False):
        """Return what `documents` break; those that a schedule has made are of their own days."""
        today = self._get_today()
        day = max(document.contract_schedule_date or today for document in documents)
        return self._get_breach(planned=planned, day=day)

    def _await_others(self):
        """Let the transactions that claim something of the same limit pass one after the other.

        A lock alone is not enough: in the snapshot of who waited for it, the claims of who held it
        are missing. As the row is written, PostgreSQL refuses the second, and Odoo repeats it.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE customer_contract SET write_date = write_date WHERE id = %s", self.id)
        )
        self.invalidate_recordset(['amount_used', 'amount_left'])

    def _tell(self, breaches):
        """Return what is wrong and what to do, for a user who may not be allowed to see amounts."""
        if not self.sudo(False).has_access('read'):
            return [
                self.env._(
                    "Contract %(number)s is past its time or limit. Ask %(person)s.",
                    number=self.name,
                    person=self.user_id.name or self.company_id.name,
                )
            ]
        return [*breaches, self._get_advice()]

    def _get_advice(self):
        excess = self.amount_used - self.amount_limit
        if self.amount_limit and self.currency_id.compare_amounts(excess, 0) > 0:
            return self.env._(
                "That is %(excess)s too much: order or invoice less, or raise the limit by renewing"
                " the contract with new terms.",
                excess=formatLang(self.env, excess, currency_obj=self.currency_id),
            )
        return self.env._("Renew the contract, or go on without it.")

    def _note_breach(self, document, breaches):
        self.message_post(
            body=self.env._(
                "%(document)s went on nevertheless: %(breaches)s",
                document=document._get_html_link(),
                breaches=" ".join(breaches),
            )
        )

    def _foretell_breach(self, document, amount, date):
        """Return what confirming a document over `amount` would break, as text; none if nothing."""
        claim = self._convert_in(amount, document.currency_id, date or self._get_today())
        breaches = self._get_breach(claim, planned=True, day=document.contract_schedule_date)
        if breaches and not self.sudo(False).has_access('read'):
            breaches = self._tell(breaches)
        if breaches and self.breach_policy == 'block':
            breaches.append(self.env._("It cannot be confirmed like this."))
        return "\n".join(breaches)
