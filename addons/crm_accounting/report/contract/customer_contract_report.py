from odoo import fields, models
from odoo.tools import SQL


class CustomerContractReport(models.Model):
    """What was contracted beside what was ordered, delivered and invoiced, line by line.

    Quantities are in the unit of the product, amounts untaxed and in the currency of the company,
    each at the rate of its day. A row has the date of its contract, order or invoice.
    """

    _name = 'customer.contract.report'
    _description = "Analysis of Contracts"
    _auto = False
    _order = 'date desc, id'
    _rec_name = 'contract_id'

    contract_id = fields.Many2one(comodel_name='customer.contract', readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    product_id = fields.Many2one(comodel_name='product.product', readonly=True)
    user_id = fields.Many2one(comodel_name='res.users', string="Responsible", readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['customer.contract']._fields['state'].selection,
        readonly=True,
    )

    qty_contracted = fields.Float("Quantity Contracted", digits='Product Unit', readonly=True)
    qty_ordered = fields.Float("Quantity Ordered", digits='Product Unit', readonly=True)
    qty_delivered = fields.Float("Quantity Delivered", digits='Product Unit', readonly=True)
    qty_invoiced = fields.Float("Quantity Invoiced", digits='Product Unit', readonly=True)
    qty_left = fields.Float("Quantity Left", digits='Product Unit', readonly=True)
    amount_contracted = fields.Monetary(string="Contracted", readonly=True)
    amount_ordered = fields.Monetary(string="Ordered", readonly=True)
    amount_delivered = fields.Monetary(string="Delivered", readonly=True)
    amount_invoiced = fields.Monetary(string="Invoiced", readonly=True)
    amount_left = fields.Monetary(
        string="Left",
        readonly=True,
        help="Contracted, less what was ordered, and invoiced without an order.",
    )

    @property
    def _table_query(self):
        return SQL(
            _REPORT,
            contracted=SQL(
                _CONTRACTED,
                rate=SQL(_RATE, currency=SQL("contract.currency_id")),
                company_rate=SQL(_RATE, currency=SQL("company.currency_id")),
            ),
            ordered=SQL(_ORDERED),
            invoiced=SQL(_INVOICED),
        )


_REPORT = """
    SELECT part.*, contract.partner_id, contract.user_id, contract.company_id, contract.state
      FROM (%(contracted)s UNION ALL %(ordered)s UNION ALL %(invoiced)s) part
      JOIN customer_contract contract ON contract.id = part.contract_id
"""

# As core: the rate of the day, else the first there is; those of the company's root or of all.
_RATE = """
    COALESCE(
        (SELECT rate FROM res_currency_rate known
          WHERE known.currency_id = %(currency)s
            AND COALESCE(known.company_id, root.id) = root.id
       ORDER BY known.name > contract.date, known.company_id,
                CASE WHEN known.name <= contract.date THEN known.name END DESC, known.name
          LIMIT 1),
        1.0
    )
"""

_CONTRACTED = """
    SELECT line.id * 3 AS id, contract.id AS contract_id, line.product_id, contract.date,
           part.quantity AS qty_contracted, 0.0 AS qty_ordered, 0.0 AS qty_delivered,
           0.0 AS qty_invoiced, part.quantity AS qty_left,
           part.amount AS amount_contracted, 0.0 AS amount_ordered, 0.0 AS amount_delivered,
           0.0 AS amount_invoiced, part.amount AS amount_left
      FROM customer_contract_line line
      JOIN customer_contract contract ON contract.id = line.contract_id
      JOIN res_company company ON company.id = contract.company_id
      JOIN res_company root ON root.id = split_part(company.parent_path, '/', 1)::int
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN uom_uom unit ON unit.id = line.product_uom_id
      JOIN uom_uom stock_unit ON stock_unit.id = template.uom_id
CROSS JOIN LATERAL (
           SELECT line.quantity * unit.factor / stock_unit.factor AS quantity,
                  line.price_subtotal / %(rate)s * %(company_rate)s AS amount
           ) part
     WHERE line.active
"""

_ORDERED = """
    SELECT line.id * 3 + 1, sale.contract_id, line.product_id, sale.date_order::date,
           0.0, part.ordered, part.delivered, 0.0, -part.ordered_agreed,
           0.0, part.amount, part.amount_delivered, 0.0, -part.amount
      FROM sale_order_line line
      JOIN sale_order sale ON sale.id = line.order_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN uom_uom unit ON unit.id = line.product_uom_id
      JOIN uom_uom stock_unit ON stock_unit.id = template.uom_id
CROSS JOIN LATERAL (
           SELECT unit.factor / stock_unit.factor AS factor,
                  line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1.0) AS subtotal,
                  (sale.state = 'sale')::int AS is_ordered
           ) facts
CROSS JOIN LATERAL (
           SELECT line.product_uom_qty * facts.factor * facts.is_ordered AS ordered,
                  CASE WHEN line.contract_line_id IS NULL THEN 0.0
                       ELSE line.product_uom_qty * facts.factor * facts.is_ordered
                  END AS ordered_agreed,
                  line.qty_delivered * facts.factor AS delivered,
                  facts.subtotal * facts.is_ordered AS amount,
                  COALESCE(
                      facts.subtotal * line.qty_delivered / NULLIF(line.product_uom_qty, 0), 0.0
                  ) AS amount_delivered
           ) part
     WHERE sale.contract_id IS NOT NULL AND sale.state IN ('sale', 'cancel')
       AND line.display_type IS NULL
"""

# Drafts of invoices that come from no order leave less, and are not invoiced yet.
_INVOICED = """
    SELECT line.id * 3 + 2, move.contract_id, line.product_id,
           COALESCE(move.invoice_date, move.date),
           0.0, 0.0, 0.0, part.quantity * is_posted,
           CASE WHEN is_direct AND line.contract_line_id IS NOT NULL
                THEN -part.quantity ELSE 0.0 END,
           0.0, 0.0, 0.0, -line.balance * is_posted,
           CASE WHEN is_direct THEN line.balance ELSE 0.0 END
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
 LEFT JOIN product_product product ON product.id = line.product_id
 LEFT JOIN product_template template ON template.id = product.product_tmpl_id
 LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
 LEFT JOIN uom_uom stock_unit ON stock_unit.id = template.uom_id
CROSS JOIN LATERAL (
           SELECT (move.state = 'posted')::int AS is_posted,
                  NOT EXISTS (
                      SELECT FROM sale_order_line_invoice_rel link
                        JOIN sale_order_line ordered ON ordered.id = link.order_line_id
                        JOIN sale_order sale ON sale.id = ordered.order_id
                       WHERE link.invoice_line_id = line.id
                         AND sale.state = 'sale' AND sale.contract_id = move.contract_id
                  ) AS is_direct,
                  line.quantity * COALESCE(unit.factor / stock_unit.factor, 1.0)
                      * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END AS quantity
           ) part
     WHERE move.contract_id IS NOT NULL AND line.display_type = 'product'
       AND (move.state = 'posted'
            OR (move.state = 'draft' AND is_direct AND move.move_type <> 'out_refund'))
"""
