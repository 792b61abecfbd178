from datetime import timedelta

from odoo import api, fields, models

DAYS_KEPT = 30


class DiscountCardTombstone(models.Model):
    """What a till cannot see by itself: it is told, as long as it may ask.

    A card that was deleted; a customer who lost a discount or a card, went to another firm, or is
    no more. Plain numbers: they outlive what they are of.
    """

    _name = 'discount.card.tombstone'
    _description = "Gone from the Index of Cards"
    _order = 'id desc'

    card_id = fields.Integer(readonly=True)
    customer_id = fields.Integer(readonly=True)

    _date_index = models.Index('(create_date)')

    @api.autovacuum
    def _gc_tombstones(self):
        end = fields.Datetime.now() - timedelta(days=DAYS_KEPT + 1)
        self.search([('create_date', '<', end)]).unlink()


class DiscountCard(models.Model):
    _inherit = 'discount.card'

    # Tills ask for what has changed since they asked last.
    _written_index = models.Index('(write_date)')

    def write(self, vals):
        if 'partner_id' in vals:
            self.partner_id._tell_tills()  # what is left to them may have another turnover
        return super().write(vals)

    def unlink(self):
        gone = [{'card_id': card.id} for card in self]
        self.partner_id._tell_tills()
        result = super().unlink()
        # Nobody writes a tombstone but by a deletion that was allowed.
        self.env['discount.card.tombstone'].sudo().create(gone)
        return result

    @api.model
    def _merge_holders(self, src_partners, dst_partner):
        """Tell tills of every card whose turnover changes: core moves them past the ORM."""
        cards = (src_partners | dst_partner).sudo().discount_card_ids
        cards.write({'write_date': self.env.cr.now()})
        (src_partners | dst_partner)._tell_tills()
        return super()._merge_holders(src_partners, dst_partner)


class DiscountCardCategory(models.Model):
    _inherit = 'discount.card.category'

    def write(self, vals):
        if 'company_id' in vals:  # members have it in other companies, from now on or no more
            members_sudo = self.env['discount.card.membership'].sudo()
            members_sudo.search([('category_id', 'in', self.ids)]).partner_id._tell_tills()
        return super().write(vals)


class DiscountCardMembership(models.Model):
    _inherit = 'discount.card.membership'

    def write(self, vals):
        if 'partner_id' in vals:
            self.partner_id._tell_tills()
        return super().write(vals)

    def unlink(self):
        self.partner_id._tell_tills()
        return super().unlink()


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered('personal_discount')._tell_tills()
        return partners

    def write(self, vals):
        if {'is_company', 'parent_id'} & vals.keys():
            self._get_with_contacts()._tell_tills()
        elif {'active', 'company_id', 'personal_discount'} & vals.keys():
            self._tell_tills()
        return super().write(vals)

    def unlink(self):
        self.sudo().filtered(lambda partner: partner._is_card_customer())._tell_tills()
        return super().unlink()

    def _get_with_contacts(self):
        everybody_sudo = self.sudo().with_context(active_test=False)
        return everybody_sudo.search([('id', 'child_of', self.ids)])

    def _tell_tills(self):
        """Let tills ask for these customers again, and for the firms that they leave.

        To be called before the change: what is left then is found when a till asks.
        """
        self.env['discount.card.tombstone'].sudo().create([
            {'customer_id': partner.id} for partner in self | self.sudo().commercial_partner_id
        ])
