from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DiscountCardMembership(models.Model):
    """A customer belongs to a category without a card: pensioner, mother with child."""

    _name = 'discount.card.membership'
    _description = "Customer in a Discount Category"
    _order = 'partner_id, category_id'
    _rec_name = 'category_id'

    partner_id = fields.Many2one(
        comodel_name='res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    category_id = fields.Many2one(
        comodel_name='discount.card.category', required=True, index=True, ondelete='restrict'
    )
    requires_proof = fields.Boolean(related='category_id.requires_proof')
    proof_date_to = fields.Date(string="Proof Valid To")
    proof_reference = fields.Char(help="What was shown: the kind and number of the document.")

    _dates_of_our_age = models.Constraint(
        "CHECK (proof_date_to >= '1900-01-01')",
        "Enter the year of each date with four digits, from 1900 on.",
    )
    _category_unique = models.Constraint(
        'UNIQUE (partner_id, category_id)', "The customer is in this category already."
    )

    is_proof_overdue = fields.Boolean(
        compute='_compute_is_proof_overdue',
        search='_search_is_proof_overdue',
        help="The category asks for a proof, and none is valid today: it gives nothing.",
    )

    @api.depends('category_id.requires_proof', 'proof_date_to', 'proof_reference')
    @api.depends_context('tz')
    def _compute_is_proof_overdue(self):
        overdue = self.filtered_domain(self._get_proof_overdue_domain())
        for membership in self:
            membership.is_proof_overdue = membership in overdue

    def _search_is_proof_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_proof_overdue_domain()

    @api.model
    def _get_proof_overdue_domain(self):
        """Memberships whose proof has run out, or that never had one."""
        never_shown = Domain('proof_date_to', '=', False) & Domain('proof_reference', '=', False)
        ended = Domain('proof_date_to', '<', fields.Date.context_today(self))
        return Domain('category_id.requires_proof', '=', True) & (ended | never_shown)

    def _get_proof_rank(self, partner):
        """Return what sorts memberships of one category: a proof without end, a later one, his own.

        :param res.partner partner: whose proof wins among equal ones
        """
        self.ensure_one()
        shown = bool(self.proof_date_to or self.proof_reference)
        is_endless = shown and not self.proof_date_to
        return (
            is_endless,
            self.proof_date_to or fields.Date.to_date('1900-01-01'),
            (self.partner_id == partner),
        )

    @api.onchange('category_id')
    def _onchange_category_id(self):
        if self.requires_proof and not self.proof_date_to:
            self.proof_date_to = self.category_id._get_proof_date_to()

    @api.constrains('partner_id', 'category_id')
    def _check_categories_of_holder(self):
        self.partner_id._check_discount_categories()

    # === RIGHTS === #

    @api.model_create_multi
    def create(self, vals_list):
        memberships = super().create(vals_list)
        memberships._check_hand_may_give()
        return memberships

    def write(self, vals):
        result = super().write(vals)
        if {'category_id', 'partner_id'} & vals.keys():
            self._check_hand_may_give()
        return result

    def _check_hand_may_give(self):
        """Tiers are earned, with a card or without: only a manager gives one."""
        earned = self.sudo().filtered(lambda membership: membership.category_id._is_earned())
        if earned and not self.env['discount.card']._is_manager():
            raise AccessError(
                self.env._(
                    "Tiers are reached by purchases. A manager of discount cards may give the"
                    " tier %s.",
                    earned[0].category_id.name,
                )
            )
