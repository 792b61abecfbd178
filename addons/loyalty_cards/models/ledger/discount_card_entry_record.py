from odoo import api, fields, models

AMOUNTS = (
    'quantity',
    'gross',
    'discount_amount',
    'card_discount_amount',
    'turnover',
    'turnover_company',
)
SAME = (
    'effective_date',
    'company_id',
    'currency_id',
    'card_id',
    'partner_id',
    'category_id',
    'rule_names',
    'res_model',
    'res_id',
    'line_res_id',
    'document_name',
    'posting',
    'product_id',
    'percent',
    'card_percent',
)


class DiscountCardEntry(models.Model):
    """The one way into the ledger."""

    _inherit = 'discount.card.entry'

    @api.model
    def _record(self, values_list):
        """Write entries, all at once; lines that are in the ledger already are passed over.

        :param list values_list: values of each entry; `card_id` makes the first card of its chain
            the `root_id`
        :return: the new entries
        """
        cards = self.env['discount.card'].browse(
            {values.get('card_id') for values in values_list} - {None}
        )
        roots = {card.id: card.root_id.id or card.id for card in cards.sudo()}
        return self._append([
            {**values, 'root_id': roots.get(values.get('card_id'))} for values in values_list
        ])

    def _prepare_reversal(self):
        """Return the values of the entry that undoes this one."""
        self.ensure_one()
        same = {name: self._fields[name].convert_to_write(self[name], self) for name in SAME}
        return {
            **same,
            **{name: -self[name] for name in AMOUNTS},
            'kind': 'reversal',
            'date': fields.Date.context_today(self),
            'user_id': self.env.uid,
        }
