from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from . import letter_sql


class CollectionRun(models.Model):
    """The end of a run: letters to the customers who have something to be told."""

    _inherit = 'collection.run'

    letter_count = fields.Integer(
        string="Letters", readonly=True, copy=False, help="Letters that this run prepared."
    )
    letter_ids = fields.One2many(
        comodel_name='collection.letter', inverse_name='run_id', readonly=True
    )

    def _finish(self):
        # A run of a day long ago knows what was due then, and not what is.
        if self.date >= self.policy_id._get_today() - timedelta(days=1):
            self.letter_count = self._prepare_letters()
        return super()._finish()

    def _prepare_letters(self):
        """Prepare a letter for each customer who owes what was not told at its level.

        By set-based SQL. What a former run has prepared and nobody has sent is prepared anew.

        :return: how many letters
        :rtype: int
        """
        writing = self.policy_id._get_writing_levels().ids
        if not writing:
            return 0
        self.policy_id._lock_runs()
        cr = self.env.cr
        self.env['collection.letter'].flush_model()
        cr.execute(SQL(letter_sql.FORGET_DRAFTS, self.covered_company_ids.ids))
        self._note_letter_debts(writing)
        cr.execute(SQL(letter_sql.INSERT_CASES, self.policy_id.team_id.id or None))
        cr.execute(self._get_letter_query(writing))
        letters = self.env['collection.letter'].browse([row[0] for row in cr.fetchall()])
        cr.execute(SQL(letter_sql.INSERT_LINES, letters.ids))
        self.env.invalidate_all()
        if self.policy_id.is_writing and letters:
            letters._wake()
        return len(letters)

    def _note_letter_debts(self, writing):
        self.env['collection.item']._flush_facts()
        self.env['collection.letter.line'].flush_model()
        self.env['collection.case'].flush_model()
        debts = letter_sql.letter_debts(self)
        noted = SQL(letter_sql.NOTE_DEBTS, debts=debts, writing=writing)
        for query in (SQL(letter_sql.FORGET_DEBTS), noted, SQL(letter_sql.COUNT_DEBTS)):
            self.env.cr.execute(query)

    def _get_letter_query(self, writing):
        policy = self.policy_id
        return SQL(
            letter_sql.INSERT_LETTERS,
            run=self.id,
            date=self.date + timedelta(days=1),
            writing=writing,
            is_writing=policy.is_writing,
            gap=policy.letter_gap_days,
            fallback=policy.user_id.id or None,
        )

    def action_view_letters(self):
        """Open the letters that this run prepared."""
        self.ensure_one()
        return self.env['collection.letter']._open_where([('run_id', '=', self.id)])
