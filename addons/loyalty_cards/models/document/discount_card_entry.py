from odoo import fields, models

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
    _inherit = 'discount.card.entry'

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
