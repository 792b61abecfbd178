from datetime import timedelta

from odoo import api, fields, models

DAYS_KEPT = 30


class DiscountCardTombstone(models.Model):
    """What is no more: tills that have it in their index are told, as long as they may ask.

    A card that was deleted, or a customer who has lost a discount that needs no card.
    """

    _name = 'discount.card.tombstone'
    _description = "Gone from the Index of Cards"
    _order = 'id desc'

    card_id = fields.Integer(readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', readonly=True, ondelete='cascade')

    _date_index = models.Index('(create_date)')

    @api.autovacuum
    def _gc_tombstones(self):
        end = fields.Datetime.now() - timedelta(days=DAYS_KEPT + 1)
        self.search([('create_date', '<', end)]).unlink()


class DiscountCard(models.Model):
    _inherit = 'discount.card'

    # Tills ask for what has changed since they asked last.
    _written_index = models.Index('(write_date)')

    def unlink(self):
        gone = [{'card_id': card.id} for card in self]
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
        if 'personal_discount' in vals:
            self._tell_tills()
        return super().write(vals)

    def _tell_tills(self):
        """Let tills ask for these customers again, though nothing may be left to find."""
        self.env['discount.card.tombstone'].sudo().create([
            {'partner_id': partner.id} for partner in self
        ])
