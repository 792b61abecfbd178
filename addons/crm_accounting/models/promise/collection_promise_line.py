from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..collection.collection_sql import owed_on_line


class CollectionPromiseLine(models.Model):
    """A debt that a promise is about, and what was owed on it when it was promised."""

    _name = 'collection.promise.line'
    _description = "Debt of a Promise to Pay"
    _rec_name = 'move_id'

    promise_id = fields.Many2one(
        comodel_name='collection.promise',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    move_line_id = fields.Many2one(
        comodel_name='account.move.line',
        string="Journal Item",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    move_id = fields.Many2one(related='move_line_id.move_id', string="Invoice")
    currency_id = fields.Many2one(related='promise_id.currency_id')
    amount_owed = fields.Monetary(
        string="Owed Then", readonly=True, help="What was owed when it was promised."
    )
    is_open = fields.Boolean(compute='_compute_is_open', store=True)
    level_before_id = fields.Many2one(
        comodel_name='collection.level', readonly=True, ondelete='set null'
    )
    level_raised_id = fields.Many2one(
        comodel_name='collection.level',
        readonly=True,
        ondelete='set null',
        help="Where the item came to when the promise was broken.",
    )

    _one_open_promise = models.UniqueIndex(
        '(move_line_id) WHERE is_open', "There is an open promise about this debt already."
    )
    _once_in_promise = models.UniqueIndex(
        '(promise_id, move_line_id)', "This debt stands twice in the promise."
    )

    @api.depends('promise_id.state')
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.promise_id.state == 'open'

    def _get_paid_in_time(self):
        """Return what came off each debt from the promise to the end of its last day.

        A debt whose document is a draft again or cancelled is neither paid nor owed: it is not in.

        :return: what was paid, and what was credited, by debt
        :rtype: dict[collection.promise.line, tuple[float, float]]
        """
        self.env['collection.item']._flush_facts()
        self.flush_model()
        self.promise_id.flush_model(['date'])
        query = SQL(
            """
            SELECT line.id, line.amount_owed - %s, credit.amount
              FROM collection_promise_line line
              JOIN collection_promise promise ON promise.id = line.promise_id
              JOIN account_move_line debt ON debt.id = line.move_line_id
        CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(partial.debit_amount_currency), 0) AS amount
                  FROM account_partial_reconcile partial
                  JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
                  JOIN account_move note ON note.id = counterpart.move_id
                 WHERE partial.debit_move_id = debt.id AND note.move_type = 'out_refund'
                   AND note.state = 'posted' AND counterpart.date <= promise.date
                   AND partial.create_date >= promise.create_date) credit
             WHERE line.id = ANY(%s) AND debt.parent_state = 'posted'
            """,
            owed_on_line(self.env, 'amount_residual_currency', SQL("promise.date")),
            self.ids,
        )
        return {
            self.browse(line): (gone - credited, credited)
            for line, gone, credited in self.env.execute_query(query)
        }

    def _raise_items(self, items):
        """Put these items of a broken promise one level higher, and note where they were."""
        lines = self.grouped('move_line_id')
        for item in items:
            lines[item.move_line_id].level_before_id = item.level_id
        items._raise_level()
        for item in items:
            lines[item.move_line_id].level_raised_id = item.level_id

    def _lower_items(self, items):
        """Put items back that only this promise has raised: it was not broken after all."""
        lines = self.grouped('move_line_id')
        for item in items:
            line = lines[item.move_line_id]
            if line.level_raised_id and item.level_id == line.level_raised_id:
                item.level_id = line.level_before_id
        self.level_raised_id = False
        items._follow_levels()


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    collection_promise_line_ids = fields.One2many(
        comodel_name='collection.promise.line',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_own',
    )

    def _check_promisable(self):
        """Refuse debts of several customers, companies or currencies, and what is no debt."""
        of_one = (self.partner_id.commercial_partner_id, self.company_id, self.currency_id)
        if any(len(records) != 1 for records in of_one):
            raise UserError(
                self.env._("Choose debts of one customer, one company and one currency.")
            )
        if self - self._filter_owed():
            raise UserError(self.env._("Nothing is owed here: there is nothing to promise."))

    def _prepare_promised(self):
        """Return the values of one promise line for each of these debts."""
        return [{'move_line_id': line.id, 'amount_owed': line._get_amount_owed()} for line in self]
