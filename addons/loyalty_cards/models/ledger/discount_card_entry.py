from odoo import fields, models


class DiscountCardEntry(models.Model):
    """Ledger: which discount was given to whom, on which line of which document, by which rule.

    Append-only. What is undone gets an entry of its own with the opposite sign.
    """

    _name = 'discount.card.entry'
    _inherit = ['discount.card.ledger.mixin']
    _description = "Discount Card Entry"
    _order = 'date desc, id desc'

    kind = fields.Selection(
        selection=[
            ('sale', "Sale"),
            ('refund', "Refund"),
            ('reversal', "Undone"),
            ('adjustment', "Correction"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, help="When it was given.")
    effective_date = fields.Date(
        required=True,
        readonly=True,
        help="In which period it counts: a return counts on the day of the sale it takes back.",
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Currency of the Company"
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency', required=True, readonly=True, ondelete='restrict'
    )
    card_id = fields.Many2one(
        comodel_name='discount.card', readonly=True, index='btree_not_null', ondelete='restrict'
    )
    root_id = fields.Many2one(
        comodel_name='discount.card', readonly=True, string="First Card", ondelete='restrict'
    )
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    category_id = fields.Many2one(
        comodel_name='discount.card.category', readonly=True, ondelete='restrict'
    )
    rule_names = fields.Char(readonly=True, help="The rules that gave the percent, as they were.")
    user_id = fields.Many2one(
        comodel_name='res.users', string="Given By", readonly=True, ondelete='restrict'
    )
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        model_field='res_model', string="Document", required=True, readonly=True
    )
    line_res_id = fields.Integer(string="Document Line", required=True, readonly=True)
    document_name = fields.Char(required=True, readonly=True)
    posting = fields.Integer(
        required=True, readonly=True, help="How often the document had been posted before."
    )
    product_id = fields.Many2one(
        comodel_name='product.product',
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    quantity = fields.Float(digits='Product Unit', readonly=True)
    percent = fields.Float(digits='Discount', readonly=True, help="On the line.")
    card_percent = fields.Float(digits='Discount', readonly=True, help="What the card gives.")
    gross = fields.Monetary(readonly=True, help="With taxes, before the discount.")
    discount_amount = fields.Monetary(string="Discount", readonly=True, help="With taxes.")
    card_discount_amount = fields.Monetary(
        string="Discount by Card", readonly=True, help="The part that the card added, with taxes."
    )
    turnover = fields.Monetary(readonly=True, help="With taxes, after the discount.")
    turnover_company = fields.Monetary(
        string="Turnover in Company Currency", readonly=True, currency_field='company_currency_id'
    )

    _once = models.UniqueIndex(
        '(res_model, line_res_id, posting, kind)', "This line is in the ledger already."
    )
    _root_date_index = models.Index(
        '(root_id, effective_date) INCLUDE (company_id, turnover_company) WHERE root_id IS NOT NULL'
    )
    _customer_date_index = models.Index(
        '(partner_id, effective_date) INCLUDE (company_id, turnover_company) WHERE root_id IS NULL'
    )
    _document_index = models.Index('(res_model, res_id)')
