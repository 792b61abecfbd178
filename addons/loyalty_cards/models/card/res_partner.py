from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .discount_card_state import HELD_STATES


class ResPartner(models.Model):
    _inherit = 'res.partner'

    discount_card_ids = fields.One2many(
        comodel_name='discount.card', inverse_name='partner_id', string="Discount Cards"
    )
    discount_card_count = fields.Integer(
        compute='_compute_discount_card_count', groups='loyalty_cards.loyalty_cards_group_user'
    )
    discount_membership_ids = fields.One2many(
        comodel_name='discount.card.membership',
        inverse_name='partner_id',
        string="Discount Categories",
    )
    personal_discount = fields.Float(
        digits='Discount', tracking=True, copy=False, help="In percent, with or without a card."
    )

    _personal_discount_in_range = models.Constraint(
        'CHECK (personal_discount >= 0 AND personal_discount <= 100)',
        "A discount is between 0 and 100 %.",
    )

    def _compute_discount_card_count(self):
        counts = dict(
            self.env['discount.card']._read_group(
                [('partner_id', 'in', self.ids)], ['partner_id'], ['__count']
            )
        )
        for partner in self:
            partner.discount_card_count = counts.get(partner, 0)

    def action_view_discount_cards(self):
        """Open the customer's cards."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('loyalty_cards.discount_card_action')
        return action | {
            'domain': [('partner_id', '=', self.id)],
            'context': {'default_partner_id': self.id},
        }

    # === WHO MAY GIVE === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered('personal_discount')._check_may_give_personal_discount()
        return partners

    def write(self, vals):
        if 'personal_discount' not in vals:
            return super().write(vals)
        before = {partner: partner.personal_discount for partner in self}
        result = super().write(vals)
        changed = self.filtered(lambda partner: partner.personal_discount != before[partner])
        changed._check_may_give_personal_discount()
        return result

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Core makes a customer of a mail as superuser, whoever hands it over: without discount."""
        partner = super().message_new(msg_dict, custom_values)
        partner.personal_discount = 0.0
        return partner

    def _check_may_give_personal_discount(self):
        if self and not self.env['discount.card']._is_manager():
            raise AccessError(
                self.env._(
                    "A manager of discount cards gives personal discounts; that of %s stays.",
                    self[0].display_name,
                )
            )

    # === WHAT IS REFUSED === #

    def _check_discount_categories(self):
        """
        :raise ValidationError: a customer would climb two ladders, or stand on two steps of one
        """
        categories = self._get_discount_categories()
        if any(held.ladder_id for held in categories.values()):
            self.env['discount.card.programme']._check_holders(categories)

    def _get_discount_categories(self):
        """Return what customers have, by cards that are held and without a card, in all companies.

        :return: `discount.card.category` by customer
        :rtype: dict
        """
        holders = [('partner_id', 'in', self.ids)]
        # Also of companies that the user does not see: a customer is the same in all of them.
        cards = self.env['discount.card'].sudo().search([*holders, ('state', 'in', HELD_STATES)])
        memberships = self.env['discount.card.membership'].sudo().search(holders)
        found = {partner: self.env['discount.card.category'].sudo() for partner in self}
        for record in (*cards, *memberships):
            found[record.partner_id] |= record.category_id
        return found

    @api.ondelete(at_uninstall=False)
    def _unlink_except_card_holder(self):
        """The ledger says for ever who got a discount."""
        for model in ('discount.card.entry', 'discount.card'):
            found = self.env[model].sudo().search([('partner_id', 'in', self.ids)], limit=1)
            if found:
                raise UserError(
                    self.env._(
                        "%s has discount cards or discounts in the ledger. Archive the customer"
                        " instead, or merge it into the one that you keep.",
                        found.partner_id.display_name,
                    )
                )
