from odoo import api, fields, models
from odoo.tools import SQL

from ..models.ledger.turnover_sql import convert


class DiscountCardReport(models.Model):
    """Entries of the ledger to be counted: amounts in the currency of the company.

    Turnover and quantity tell what customers prefer; the discount beside them, what it costs.
    """

    _name = 'discount.card.report'
    _description = "Discount Card Analysis"
    _auto = False
    _rec_name = 'date'
    _order = 'date desc, id desc'
    _depends = {
        'discount.card.entry': [
            'card_discount_amount',
            'card_id',
            'category_id',
            'company_id',
            'currency_id',
            'date',
            'discount_amount',
            'document_name',
            'effective_date',
            'entry_mode',
            'gross',
            'is_mismatch',
            'kind',
            'partner_id',
            'pos_config_id',
            'product_id',
            'quantity',
            'turnover',
            'turnover_company',
            'user_id',
        ],
        'product.product': ['product_tmpl_id'],
        'product.template': ['categ_id'],
        'res.company': ['currency_id', 'parent_path'],
        'res.currency.rate': ['company_id', 'currency_id', 'name', 'rate'],
        'res.partner': ['commercial_partner_id'],
    }

    date = fields.Date(readonly=True)
    effective_date = fields.Date(
        readonly=True, help="A return counts on the day of the sale it takes back."
    )
    kind = fields.Selection(
        selection=lambda self: self.env['discount.card.entry']._fields['kind'].selection,
        readonly=True,
    )
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(comodel_name='res.currency', readonly=True)
    card_id = fields.Many2one(comodel_name='discount.card', readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    category_id = fields.Many2one(
        comodel_name='discount.card.category', string="Customer Category", readonly=True
    )
    product_id = fields.Many2one(comodel_name='product.product', readonly=True)
    product_category_id = fields.Many2one(comodel_name='product.category', readonly=True)
    user_id = fields.Many2one(comodel_name='res.users', string="Given By", readonly=True)
    pos_config_id = fields.Many2one(comodel_name='pos.config', string="Till", readonly=True)
    entry_mode = fields.Selection(
        selection=lambda self: self.env['discount.card.entry']._fields['entry_mode'].selection,
        string="Card Came By",
        readonly=True,
    )
    is_mismatch = fields.Boolean(
        string="Mismatch", readonly=True, help="The till gave another discount than is expected."
    )
    document_name = fields.Char(string="Document", readonly=True)
    quantity = fields.Float(readonly=True)
    gross = fields.Monetary(string="Before Discount", readonly=True)
    turnover = fields.Monetary(readonly=True)
    discount = fields.Monetary(readonly=True)
    card_discount = fields.Monetary(string="Discount by Card", readonly=True)
    card_cost_percent = fields.Float(
        string="Cost of the Cards (%)",
        readonly=True,
        aggregator='avg',
        help="Discount by card, in percent of what the goods cost before discount.",
    )

    @property
    def _table_query(self):
        rate = convert(SQL("entry.currency_id"), SQL("company.currency_id"), SQL("entry.date"))
        return SQL(_ENTRIES, rate=rate)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Weigh the cost by the amounts: an average of percents says nothing."""
        if aggregate_spec != 'card_cost_percent:avg':
            return super()._read_group_select(aggregate_spec, query)
        gross, given = (
            self._field_to_sql(self._table, name, query) for name in ('gross', 'card_discount')
        )
        return SQL("SUM(%s) / NULLIF(SUM(%s), 0) * 100", given, gross)


# The ledger knows the turnover in both currencies, and so the rate of its day.
_ENTRIES = """
SELECT counted.*, counted.card_discount / NULLIF(counted.gross, 0) * 100 AS card_cost_percent
  FROM (SELECT entry.id, entry.date, entry.effective_date, entry.kind, entry.company_id,
               company.currency_id, entry.card_id, partner.commercial_partner_id AS partner_id,
               entry.category_id, entry.product_id, template.categ_id AS product_category_id,
               entry.user_id, entry.pos_config_id,
               entry.entry_mode, entry.is_mismatch, entry.document_name, entry.quantity,
               entry.gross * rate.rate AS gross,
               entry.turnover_company AS turnover,
               entry.discount_amount * rate.rate AS discount,
               entry.card_discount_amount * rate.rate AS card_discount
          FROM discount_card_entry entry
          JOIN res_company company ON company.id = entry.company_id
     LEFT JOIN res_partner partner ON partner.id = entry.partner_id
     LEFT JOIN product_product product ON product.id = entry.product_id
     LEFT JOIN product_template template ON template.id = product.product_tmpl_id
    CROSS JOIN LATERAL (
               SELECT CASE WHEN entry.currency_id <> company.currency_id AND entry.turnover <> 0
                           THEN entry.turnover_company / entry.turnover
                           ELSE %(rate)s
                       END AS rate) rate) counted
"""
