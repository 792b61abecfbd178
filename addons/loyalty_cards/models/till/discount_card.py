from odoo import api, fields, models


class DiscountCard(models.Model):
    """At the till a card is a record only while it is in use: the others are in the index."""

    _name = 'discount.card'
    _inherit = ['discount.card', 'pos.load.mixin']

    till_uuid = fields.Char(
        readonly=True, copy=False, help="Of the attempt to issue it at a till: each counts once."
    )

    _till_uuid_unique = models.UniqueIndex(
        '(till_uuid) WHERE till_uuid IS NOT NULL', "This card was issued already."
    )

    @api.model
    def _find_shown(self, code, company):
        """Return the card with this code, whatever has become of it; the company's own first."""
        domain = [
            ('code', '=', self._normalise_code(code)),
            ('company_id', 'in', [company.id, False]),
        ]
        return self.search(domain).sorted(lambda card: not card.company_id)[:1]

    @api.model
    def _load_pos_data_domain(self, data, config):
        used = {order['discount_card_id'] for order in data['pos.order']} - {False}
        return [('id', 'in', list(used))] if used else False

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            'code',
            'company_id',
            'state',
            'partner_id',
            'category_id',
            'personal_percent',
            'date_from',
            'date_to',
            'proof_date_to',
            'is_primary',
            'write_date',
        ]

    def _unrelevant_records(self, config):
        """A card is never archived: what the till cannot read goes."""
        return (self - self._filtered_access('read')).ids
