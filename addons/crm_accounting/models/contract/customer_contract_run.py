from functools import partial

from odoo import api, models
from odoo.service.model import retrying

CHUNK_SIZE = 1000  # contracts per transaction


class CustomerContract(models.Model):
    """The nightly run: contracts begin, expire, are renewed tacitly and end; people are reminded.

    It is called every hour, as midnight comes at another hour in each company. What it finds is
    what the dates say and the contract does not say yet: run twice, beside itself or after months,
    it does everything once.
    """

    _inherit = 'customer.contract'

    @api.model
    def _cron_follow_dates(self):
        """Bring all contracts to the state of today, and remind of those that need a decision."""
        contracts_sudo = self.sudo()  # what a contract follows is nobody's to write
        steps = [contracts_sudo._follow_chunk, contracts_sudo._remind_chunk]
        while steps:
            count = retrying(partial(steps[0], CHUNK_SIZE), self.env)
            if count < CHUNK_SIZE:
                steps.pop(0)
            if not self.env['ir.cron']._commit_progress(count, remaining=len(steps)):
                return

    @api.model
    def _follow_chunk(self, limit):
        """Move so many contracts, and note in each what happened.

        :return: how many were moved
        :rtype: int
        """
        rows = self._follow_dates(limit=limit)
        self._log_moves(rows)
        over = self.browse([
            row['id']
            for row in rows
            if row['state'] == 'ended' or row['date_end'] != row['old_end']
        ])
        over._close_reminders()
        self.browse([row['id'] for row in rows])._close_settled_breaches()
        # The run slept through the time of the reminder.
        over.filtered(lambda contract: contract.state == 'ended')._remind_of_end()
        self.env.invalidate_all()  # or the memory of a long run grows with every portion
        return len(rows)

    def _log_moves(self, rows):
        """Write what the run changed into the chatter, as core does where fields are tracked."""
        moved = self.browse([row['id'] for row in rows])
        texts = {row['id']: self._describe_move(row) for row in rows}
        messages = moved._message_log_batch(bodies=texts)
        described = self.fields_get(['state', 'date_end'], ['string', 'type', 'selection'])
        Tracking = self.env['mail.tracking.value'].sudo()
        Tracking.create([
            {
                **Tracking._create_tracking_values(
                    before, row[name], name, described[name], record
                ),
                'mail_message_id': message.id,
            }
            for row, record, message in zip(rows, moved, messages, strict=True)
            for name, before in (('state', row['old_state']), ('date_end', row['old_end']))
            if before != row[name]
        ])

    def _describe_move(self, row):
        if row['date_end'] == row['old_end']:
            return ""
        return self.env._("Nobody gave notice in time: the contract was renewed tacitly.")
