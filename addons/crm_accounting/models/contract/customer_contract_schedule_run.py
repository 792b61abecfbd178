import logging
from functools import partial

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying

from .customer_contract import LIVE_STATES

_logger = logging.getLogger(__name__)


class CustomerContract(models.Model):
    """The run that makes orders and invoices by schedule.

    What a contract owes until its last day is made even if the run comes after it.

    A document and the next date of its contract are committed together, contract by contract: who
    is stopped in between goes on where it was. An index keeps a second document of the same date
    out, whoever makes it.
    """

    _inherit = 'customer.contract'

    @api.model
    def _cron_make_documents(self):
        """Make what is due in each contract; one that fails does not stop the others."""
        latest = max(
            (company._get_collection_today() for company in self.env['res.company'].search([])),
            default=fields.Date.today(),
        )
        due = self.search([
            ('schedule_document', '!=', False),
            ('schedule_date', '<=', latest),
            ('state', '!=', 'draft'),
        ])
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for waiting, contract in zip(reversed(range(len(due))), due, strict=True):
            retrying(partial(contract._make_due_documents), self.env)
            if not self.env['ir.cron']._commit_progress(1, remaining=waiting):
                return

    def _make_due_documents(self):
        """Make the documents of all dates until today; note why, where one cannot be made."""
        locked = self.try_lock_for_update(allow_referencing=True)
        locked.invalidate_recordset()
        for contract in locked:
            while contract._is_due():
                if not contract._make_next_document():
                    break

    def _is_due(self):
        return bool(
            self.schedule_document
            and self.schedule_date
            and self.schedule_date <= self._get_today()
            and self.state != 'draft'
        )

    def _make_next_document(self):
        """Return whether the schedule goes on."""
        if reason := self._get_reason_to_stop():
            self._stop_schedule(reason)
            return False
        try:
            with self.env.cr.savepoint():
                document = self._make_document(self.schedule_date)
                if self._passes_limit(document):
                    raise _PastLimit()
                self._confirm_document(document)
        except _PastLimit:
            self._stop_schedule(self.env._("the next document would pass the limit"))
            return False
        except (OperationalError, ConcurrencyError):
            raise  # the whole transaction is tried again
        except Exception as error:
            _logger.warning("Schedule of contract %s failed", self.name, exc_info=True)
            self._note_failure(error)
            return False
        self._log_document(document)
        self.schedule_date = self._get_next_date()
        return True

    def _get_reason_to_stop(self):
        if self.date_terminated and self.schedule_date > self.date_terminated:
            return self.env._("the contract is terminated by then")
        if self.date_end and self.schedule_date > self.date_end and not self._goes_on_tacitly():
            return self.env._("the contract has ended by then")
        if not self._get_scheduled_quantities():
            return self.env._("nothing is left to sell")
        return None

    def _goes_on_tacitly(self):
        return self.renewal == 'tacit' and self.state in LIVE_STATES

    # === ONE DOCUMENT === #

    def _make_document(self, date):
        contract = self.with_company(self.company_id)
        quantities = contract._get_scheduled_quantities()
        if contract.schedule_document == 'order':
            values = contract._prepare_order(quantities)
            values['date_order'] = contract._get_scheduled_datetime(date)
            model = 'sale.order'
        else:
            values = contract._prepare_invoice(quantities)
            values['invoice_date'] = date
            model = 'account.move'
        values['contract_schedule_date'] = date
        if contract.user_id:
            values['user_id' if model == 'sale.order' else 'invoice_user_id'] = contract.user_id.id
        return contract.env[model].create(values)

    def _passes_limit(self, document):
        """Return whether a document would pass the limit: a schedule never does, even if warned."""
        if not self.amount_limit:
            return False
        amount = self._convert_in(document.amount_total, document.currency_id, self.schedule_date)
        return self.currency_id.compare_amounts(self.amount_used + amount, self.amount_limit) > 0

    def _confirm_document(self, document):
        if self.schedule_document == 'order':
            ordered_at = document.date_order
            document.action_confirm()
            document.date_order = ordered_at
        elif self.schedule_document == 'posted':
            document.action_post()

    def _log_document(self, document):
        self._message_log(
            body=self.env._(
                "By schedule, for %(date)s: %(document)s",
                date=fields.Date.to_string(self.schedule_date),
                document=document._get_html_link(),
            )
        )

    # === WHEN IT DOES NOT GO ON === #

    def _stop_schedule(self, reason):
        self.schedule_document = False
        self._message_log(body=self.env._("The schedule has ended: %s.", reason))
        if self.state in LIVE_STATES:
            self._remind(self.env._("The schedule has ended: %s.", reason))

    def _note_failure(self, error):
        self._remind(
            self.env._(
                "The document of %(date)s could not be made: %(error)s",
                date=self.schedule_date,
                error=error,
            )
        )

    def _remind(self, note):
        """Give a task to the responsible person or who stands in, once as long as it lives."""
        summary = self.env._("See to the schedule")
        if self.activity_ids.filtered(lambda activity: activity.summary == summary):
            return
        self.activity_schedule(
            'mail.mail_activity_data_warning',
            summary=summary,
            note=note,
            user_id=self._find_reminder_user().id,
        )


class _PastLimit(Exception):
    """The next document would pass the limit."""
