from odoo import api, fields, models

TOTALS = ('gross', 'discount_amount', 'card_discount_amount', 'turnover')


class ReportDiscountHistory(models.AbstractModel):
    """What a customer, or the holder of a card, bought, and which discounts were given."""

    _name = 'report.loyalty_cards.report_discount_history'
    _description = "Discount History"

    _history_model = 'res.partner'

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env[self._history_model].browse(docids)
        return {
            'doc_ids': docids,
            'doc_model': self._history_model,
            'docs': records,
            'today': fields.Date.context_today(self),
            'histories': {record.id: self._get_history(record) for record in records},
        }

    @api.model
    def _get_history(self, record):
        """Return what there is of a customer or a card: entries, oldest first, and their sums.

        :return: entries; sums by name of the amount, by currency; cards with an opening turnover
        :rtype: dict
        """
        roots = self._get_roots(record).ids
        entries = self.env['discount.card.entry'].search(
            self._get_domain(record, roots), order='date, document_name, id'
        )
        sums = {
            currency: {name: sum(of_currency.mapped(name)) for name in TOTALS}
            for currency, of_currency in entries.grouped('currency_id').items()
        }
        cards = self.env['discount.card'].search([
            '|',
            ('id', 'in', roots),
            ('root_id', 'in', roots),
        ])
        opened = cards.filtered('turnover_opening')
        return {'entries': entries, 'sums': sums, 'opened': opened}

    @api.model
    def _get_domain(self, partner, roots):
        customers = [('commercial_partner_id', '=', partner.commercial_partner_id.id)]
        return ['|', ('partner_id', 'any', customers), ('root_id', 'in', roots)]

    @api.model
    def _get_roots(self, partner):
        """Return the first cards of all chains that end with a card of the customer's."""
        cards = self.env['discount.card'].search([
            ('partner_id.commercial_partner_id', '=', partner.commercial_partner_id.id),
            ('replaced_by_id', '=', False),
        ])
        return cards.browse([card.root_id.id or card.id for card in cards])


class ReportCardHistory(models.AbstractModel):
    _name = 'report.loyalty_cards.report_card_history'
    _description = "Discount History of a Card"
    _inherit = ['report.loyalty_cards.report_discount_history']

    _history_model = 'discount.card'

    @api.model
    def _get_domain(self, card, roots):
        return [('root_id', 'in', roots)]

    @api.model
    def _get_roots(self, card):
        return card.root_id or card
