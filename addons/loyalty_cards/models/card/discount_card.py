from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DiscountCard(models.Model):
    """A card: a code that somebody shows, the category it gives and the turnover behind it.

    A card that replaces a lost one has the same root: entries, turnover and tier belong to it.
    """

    _name = 'discount.card'
    _description = "Discount Card"
    _inherit = ['discount.card.thread.mixin', 'discount.card.used.mixin']
    _order = 'id desc'
    _rec_name = 'code'
    _rec_names_search = ['code', 'partner_id']
    _mailing_enabled = True
    _check_company_auto = True

    code = fields.Char(required=True, copy=False, tracking=True)
    company_id = fields.Many2one(
        comodel_name='res.company', index=True, help="Empty: valid in all companies."
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency',
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Of the turnover.",
    )
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        index='btree_not_null',
        tracking=True,
        check_company=True,
        ondelete='restrict',
        help="Empty: an anonymous card.",
    )
    category_id = fields.Many2one(
        comodel_name='discount.card.category',
        index='btree_not_null',
        tracking=True,
        check_company=True,
        ondelete='restrict',
    )
    personal_percent = fields.Float(
        string="Personal Discount",
        digits='Discount',
        tracking=True,
        groups='loyalty_cards.loyalty_cards_group_user',
    )
    state = fields.Selection(
        selection=[
            ('unregistered', "Unregistered"),
            ('active', "Active"),
            ('blocked', "Blocked"),
            ('lost', "Lost"),
            ('replaced', "Replaced"),
            ('expired', "Expired"),
        ],
        required=True,
        default='active',
        copy=False,
        tracking=True,
    )
    block_reason = fields.Char(string="Reason of Blocking", copy=False, tracking=True)
    is_primary = fields.Boolean(
        string="Primary",
        copy=False,
        help="The card that counts when the customer is chosen and no card is shown.",
    )
    date_issued = fields.Date(default=fields.Date.context_today, copy=False)
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid To", tracking=True)
    proof_date_to = fields.Date(
        string="Proof Valid To", help="For categories that require a proof."
    )
    proof_reference = fields.Char(help="What was shown: the kind and number of the document.")
    root_id = fields.Many2one(
        comodel_name='discount.card',
        string="First Card",
        index='btree_not_null',
        readonly=True,
        copy=False,
        ondelete='restrict',
    )
    replaced_by_id = fields.Many2one(
        comodel_name='discount.card', readonly=True, copy=False, ondelete='restrict'
    )
    batch_id = fields.Many2one(
        comodel_name='discount.card.batch',
        readonly=True,
        index='btree_not_null',
        copy=False,
        ondelete='restrict',
    )
    requires_proof = fields.Boolean(related='category_id.requires_proof')

    # === TURNOVER AND TIER === #

    entry_ids = fields.One2many(comodel_name='discount.card.entry', inverse_name='card_id')
    turnover_opening = fields.Monetary(
        string="Opening Turnover", copy=False, help="Bought before this ledger began."
    )
    turnover_opening_date = fields.Date(string="Opening Turnover Of", copy=False)
    tier_locked_until = fields.Date(copy=False, tracking=True)
    tier_lock_reason = fields.Char(copy=False, tracking=True)
    tier_log_ids = fields.One2many(comodel_name='discount.card.tier.log', inverse_name='card_id')

    _code_not_empty = models.Constraint("CHECK (code <> '')", "A card needs a code.")
    # Longer ones do not fit into the index, of which PostgreSQL says so in its own words.
    _code_short = models.Constraint(
        'CHECK (length(code) <= 256)', "A code has at most 256 characters."
    )
    _code_unique = models.UniqueIndex(
        '(code, COALESCE(company_id, 0))', "There is a card with this code already."
    )
    _personal_percent_in_range = models.Constraint(
        'CHECK (personal_percent >= 0 AND personal_percent <= 100)',
        "A discount is between 0 and 100 %.",
    )
    _dates_in_order = models.Constraint(
        'CHECK (date_from <= date_to)', "A card ends on the day it begins or later."
    )
    _dates_of_our_age = models.Constraint(
        "CHECK (date_from >= '1900-01-01' AND date_to >= '1900-01-01'"
        " AND proof_date_to >= '1900-01-01')",
        "Enter the year of each date with four digits, from 1900 on.",
    )
    _primary_unique = models.UniqueIndex(
        '(partner_id, COALESCE(company_id, 0)) WHERE is_primary AND partner_id IS NOT NULL',
        "A customer has one primary card.",
    )
    _lock_has_reason = models.Constraint(
        'CHECK (tier_locked_until IS NULL OR tier_lock_reason IS NOT NULL)',
        "Say why the tier is locked.",
    )

    @api.onchange('category_id')
    def _onchange_category_id(self):
        if self.requires_proof and not self.proof_date_to:
            self.proof_date_to = self.category_id._get_proof_date_to()

    @api.constrains('category_id', 'company_id')
    def _check_company_of_category(self):
        """Core refuses it too, and speaks of incompatible records."""
        for card in self:
            owner = card.category_id.company_id
            if owner and owner != card.company_id:
                raise ValidationError(
                    self.env._(
                        "The category %(category)s belongs to %(owner)s: enter %(owner)s as the"
                        " company of card %(code)s, or choose a category of all companies.",
                        category=card.category_id.name,
                        owner=owner.name,
                        code=card.code,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for card in self:
            if use := card._describe_use():
                raise UserError(
                    self.env._(
                        "Card %(code)s is used in: %(use)s. Block it instead: it gives nothing any"
                        " more, and what was given stays on record.",
                        code=card.code,
                        use=use,
                    )
                )

    def _get_root(self):
        """Return the first card of the chain: it carries the turnover and the history."""
        self.ensure_one()
        return self.root_id or self
