from odoo import api, fields, models


class CollectionLetterLine(models.Model):
    """What a letter says about one debt.

    A debt is told once at each level, unless it was paid and is owed again. A letter about
    something new lists what was told before too.
    """

    _name = 'collection.letter.line'
    _description = "Collection Letter Line"
    _order = 'letter_id, date_due, id'
    _rec_name = 'move_id'

    letter_id = fields.Many2one(
        comodel_name='collection.letter',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(related='letter_id.company_id')
    move_line_id = fields.Many2one(
        comodel_name='account.move.line',
        string="Journal Item",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    move_id = fields.Many2one(
        comodel_name='account.move',
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    level_id = fields.Many2one(
        comodel_name='collection.level', readonly=True, index=True, ondelete='set null'
    )
    reopen_count = fields.Integer(
        string="Reopened", readonly=True, help="How often the debt was paid and owed again before."
    )
    is_new = fields.Boolean(readonly=True, help="Not told before at this level.")
    date_due = fields.Date(string="Due Date", readonly=True)
    days = fields.Integer(string="Days Overdue", compute='_compute_days')
    currency_id = fields.Many2one(
        comodel_name='res.currency', required=True, readonly=True, ondelete='restrict'
    )
    company_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Company Currency"
    )
    amount = fields.Monetary(string="Owed", readonly=True, help="As the letter says.")
    amount_company = fields.Monetary(
        string="Owed in Company Currency", readonly=True, currency_field='company_currency_id'
    )
    amount_interest = fields.Monetary(
        string="Interest", readonly=True, currency_field='company_currency_id'
    )
    is_told = fields.Boolean(string="Told", readonly=True, help="A message has gone out.")
    drop_reason = fields.Selection(
        selection=[
            ('settled', "Not owed any more"),
            ('held', "Held or left out of collection"),
            ('covered', "Covered by the customer's credit"),
            ('changed', "At another level now"),
        ],
        readonly=True,
        help="Why the letter did not mention it when it was sent.",
    )

    _told_once = models.UniqueIndex(
        '(move_line_id, level_id, reopen_count) WHERE is_new AND (is_told OR drop_reason IS NULL)',
        "This debt was told at this level already.",
    )

    @api.depends('date_due', 'letter_id.date')
    def _compute_days(self):
        for line in self:
            is_dated = line.date_due and line.letter_id.date
            line.days = (line.letter_id.date - line.date_due).days if is_dated else 0
