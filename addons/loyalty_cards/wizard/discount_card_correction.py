from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_amount, format_date

from ..models.ledger.discount_card_entry_record import AMOUNTS


class DiscountCardCorrection(models.TransientModel):
    """The question by how much, from which day and why the turnover of a holder is corrected.

    The answer is one entry of the ledger, which only another correction undoes.
    """

    _name = 'discount.card.correction'
    _description = "Correct Turnover"
    _rec_name = 'reason'
    _check_company_auto = True

    card_id = fields.Many2one(
        comodel_name='discount.card', check_company=True, ondelete='cascade', readonly=True
    )
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        compute='_compute_partner_id',
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(
        comodel_name='res.company',
        compute='_compute_company_id',
        store=True,
        precompute=True,
        help="In which company's purchases it counts.",
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary(help="Added to what was bought; less than zero takes away.")
    effective_date = fields.Date(
        string="Counts On",
        required=True,
        default=lambda self: self.env.company._get_card_today(),
        help="The day in whose period it counts.",
    )
    reason = fields.Char(required=True)

    @api.depends('card_id')
    def _compute_partner_id(self):
        """Without a card, it is the customer that the question was opened with."""
        for correction in self:
            correction.partner_id = correction.card_id.partner_id or correction.partner_id

    @api.depends('card_id', 'partner_id')
    def _compute_company_id(self):
        for correction in self:
            owner = correction.card_id.company_id or correction.partner_id.company_id
            correction.company_id = owner or self.env.company

    def action_apply(self):
        """Write the correction into the ledger, once however often it is asked for.

        :raise AccessError: card, customer or company are not the user's
        :raise UserError: the answer is no correction
        """
        self.ensure_one()
        self._check_may_correct()
        self._check_answer()
        self._lock()
        if self.env['discount.card.entry']._record([self._prepare_entry()]):
            self._note()
        return {'type': 'ir.actions.act_window_close'}

    # === WHAT IS REFUSED === #

    def _check_may_correct(self):
        """Only managers have this model; what is left to ask is whose turnover it is."""
        self.card_id.check_access('write')
        self.partner_id.check_access('read')
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Switch to a company of yours to correct turnover."))

    def _check_answer(self):
        if self.currency_id.is_zero(self.amount):
            raise UserError(self.env._("Enter by how much the turnover changes."))
        if not self.reason.strip():
            raise UserError(self.env._("Say why the turnover is corrected."))
        if self.effective_date > self.company_id._get_card_today():
            raise UserError(self.env._("Choose today or an earlier day: it counts at once."))
        if not (self.card_id or self.partner_id.sudo()._filter_card_holders()):
            raise UserError(
                self.env._("Only the turnover of customers with a card or a discount is counted.")
            )

    # === THE ENTRY === #

    def _lock(self):
        """Let two clicks at once wait for each other.

        The row is written, not only locked: who waited then fails on an outdated snapshot, is
        repeated by the server, and finds the entry of the first one.
        """
        self.env.cr.execute(
            SQL("UPDATE discount_card_correction SET reason = reason WHERE id = %s", self.id)
        )

    def _prepare_entry(self):
        """Nothing was sold: neither goods nor a discount, and the reason stands for a document."""
        card = self.card_id
        customer = card.partner_id if card else self.partner_id
        category = card.category_id or customer.discount_membership_ids.category_id[:1]
        return {
            **dict.fromkeys(AMOUNTS, 0.0),
            'kind': 'adjustment',
            'date': self.company_id._get_card_today(),
            'effective_date': self.effective_date,
            'company_id': self.company_id.id,
            'currency_id': self.currency_id.id,
            'card_id': card.id,
            'partner_id': customer.id,
            'category_id': category.id,
            'user_id': self.env.uid,
            'res_model': self._name,
            'res_id': self.id,
            'line_res_id': self.id,
            'document_name': self.reason.strip(),
            'posting': 0,
            'turnover': self.amount,
            'turnover_company': self.amount,
        }

    def _note(self):
        # Who may correct a turnover need not have the right to edit customers.
        owner_sudo = (self.card_id or self.partner_id).sudo()
        owner_sudo.message_post(
            body=self.env._(
                "Turnover corrected by %(amount)s, counting on %(date)s: %(reason)s",
                amount=format_amount(self.env, self.amount, self.currency_id),
                date=format_date(self.env, self.effective_date),
                reason=self.reason.strip(),
            )
        )
