import functools

from odoo import models
from odoo.tools import SQL

from .account_move_line_ledger import KINDS


class AccountMove(models.Model):
    """What is posted is written into the ledger; what is no longer posted is taken back there."""

    _inherit = 'account.move'

    def _post(self, soft=True):
        with_past = self.filtered(lambda move: move._may_have_card_past())
        posted = super()._post(soft)
        posted.filtered('id')._record_card_entries(with_past)
        return posted

    def write(self, vals):
        """Whatever leaves the books, through whatever door, leaves the ledger.

        The state comes first: of two users at once the second fails on it, is repeated by the
        server and sees what the first one did; the ledger could only say that the line is there.
        """
        is_leaving = vals.get('state', 'posted') != 'posted'
        leaving = self.filtered(lambda move: is_leaving and move.state == 'posted')
        result = super().write(vals)
        leaving._reverse_card_entries()
        return result

    def unlink(self):
        """A posted invoice is deleted by whoever sends core's `force_delete` in the context."""
        self.filtered(lambda move: move.state == 'posted')._reverse_card_entries()
        return super().unlink()

    # === INTO THE LEDGER === #

    def _record_card_entries(self, with_past):
        """Write an entry for each line that holders of cards or discounts bought or returned.

        :param account.move with_past: documents whose lines may belong to nobody
        """
        moves = self.filtered(lambda move: move._may_be_in_card_ledger())
        nobodys = (moves & with_past)._find_nobodys_lines()
        shown = moves.filtered('discount_card_id')
        holders = (moves - shown).partner_id.sudo()._filter_card_holders()
        named = moves.filtered(lambda move: move in shown or move.partner_id in holders)
        lines = named._get_card_entry_lines() | self.env['account.move.line'].union(*nobodys)
        if lines:
            postings = lines.move_id._count_card_postings()
            self.env['discount.card.entry']._record([
                values
                for move, of_move in lines.grouped('move_id').items()
                for values in move._prepare_card_entries(of_move, postings.get(move.id, 0), nobodys)
            ])

    def _may_be_in_card_ledger(self):
        """An invoice of the till is not: the till writes what it sold."""
        return self.move_type in KINDS and self.state == 'posted' and not self.sudo().pos_order_ids

    def _get_card_entry_lines(self):
        """A down payment counts when it is deducted from what was bought: not twice."""
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == 'product' and not line.is_downpayment
        )

    def _count_card_postings(self):
        """Return how often each move has been posted before, by id."""
        entries = self.env['discount.card.entry']
        entries.flush_model(['res_model', 'res_id', 'posting'])
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT res_id, MAX(posting) + 1 FROM discount_card_entry"
                    " WHERE res_model = %s AND res_id = ANY(%s) GROUP BY res_id",
                    'account.move',
                    self.ids,
                )
            )
        )

    # === OUT OF IT AGAIN === #

    def _reverse_card_entries(self):
        """Write the opposite of every entry that stands: it counts on the same day."""
        if not self:
            return
        self.flush_recordset(['state'])
        entries_sudo = self.env['discount.card.entry'].sudo()
        written = entries_sudo.search([('res_model', '=', self._name), ('res_id', 'in', self.ids)])
        undone = {
            (entry.line_res_id, entry.posting) for entry in written if entry.kind == 'reversal'
        }
        entries_sudo._record([
            entry._prepare_reversal()
            for entry in written
            if entry.kind in KINDS.values() and (entry.line_res_id, entry.posting) not in undone
        ])

    # === WHEN IT COUNTS, AND FOR WHOM === #

    def _get_card_source(self, line):
        """Return the document in whose period a line counts: of a refund, what it takes back.

        An invoice that takes back a refund gives back what the refund has taken, on the same day.
        """
        source = self.reversed_entry_id
        if not source and self.move_type != 'out_refund':
            return self
        if source.move_type == 'out_refund':
            return source._get_card_source(line)
        if not source:
            source = (
                line
                .sudo()
                .sale_line_ids.invoice_lines.move_id.filtered(
                    lambda move: move.move_type == 'out_invoice' and move.state == 'posted'
                )
                .sorted('invoice_date')[-1:]
            )
        return (self.move_type == 'out_refund' and source) or self

    def _prepare_card_entries(self, lines, posting, nobodys):
        """Return the values of the entry of each line.

        :param account.move.line lines: of this document
        :param int posting: how often the document had been posted before
        :param dict nobodys: what `_find_nobodys_lines` says of lines
        """
        common = self._prepare_common_card_entry(posting)
        sign = -1 if self.move_type == 'out_refund' else 1
        currencies = self.currency_id, self.company_currency_id
        find_day_and_rate = functools.cache(self._find_card_day_and_rate)
        return [
            {
                **common,
                **line._prepare_card_entry(
                    sign, currencies, *find_day_and_rate(self._get_card_source(line))
                ),
                **nobodys.get(line, {}),
            }
            for line in lines
        ]

    def _find_card_day_and_rate(self, source):
        """Return when a line counts, and at which rate: a return takes back what was counted.

        :param account.move source: see `_get_card_source`
        """
        rated = source if source.currency_id == self.currency_id else self
        return source.invoice_date or self.invoice_date, rated._get_card_rate()

    def _prepare_common_card_entry(self, posting):
        """Return what the entries of all lines have in common.

        An anonymous card counts for nobody but itself, whoever the document names.
        """
        card_sudo = self.discount_card_id.sudo()
        card_sudo.fetch(['partner_id', 'root_id'])  # and not whatever else a card has
        return {
            'kind': KINDS[self.move_type],
            'date': self.invoice_date,
            'company_id': self.company_id.id,
            'currency_id': self.currency_id.id,
            'card_id': card_sudo.id,
            'partner_id': (card_sudo.partner_id if card_sudo else self.partner_id).id,
            'category_id': self.discount_category_id.id,
            'user_id': (self.invoice_user_id or self.env.user).id,
            'res_model': self._name,
            'res_id': self.id,
            'document_name': self.name,
            'posting': posting,
        }
