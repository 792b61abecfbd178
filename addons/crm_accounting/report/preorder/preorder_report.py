from odoo import fields, models
from odoo.tools import SQL

OPEN_STATES = ('waiting', 'confirmed', 'partially_available', 'assigned')
RFQ_STATES = ('draft', 'sent', 'to approve')


class PreorderReport(models.Model):
    """What is pre-ordered of a product in a warehouse beside what is here and what is ordered.

    Quantities are in the unit of the product.
    """

    _name = 'preorder.report'
    _description = "Pre-ordered against Ordered"
    _auto = False
    _order = 'qty_missing desc, date_promised, id'
    _rec_name = 'product_id'

    product_id = fields.Many2one(comodel_name='product.product', readonly=True)
    warehouse_id = fields.Many2one(comodel_name='stock.warehouse', readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    product_uom_id = fields.Many2one(related='product_id.uom_id')
    date_promised = fields.Datetime(string="Promised First", readonly=True)
    order_count = fields.Integer(string="Pre-orders", readonly=True)
    qty_preordered = fields.Float(
        string="Pre-ordered",
        digits='Product Unit',
        readonly=True,
        help="In confirmed pre-orders and not delivered.",
    )
    qty_reserved = fields.Float(
        string="Kept", digits='Product Unit', readonly=True, help="Reserved for these pre-orders."
    )
    qty_free = fields.Float(
        string="Free",
        digits='Product Unit',
        readonly=True,
        help="In the warehouse and reserved for nobody.",
    )
    qty_ordered = fields.Float(
        string="Ordered",
        digits='Product Unit',
        readonly=True,
        help="In confirmed purchase orders to the warehouse and not received, for whomever.",
    )
    qty_rfq = fields.Float(
        string="In RFQs",
        digits='Product Unit',
        readonly=True,
        help="In purchase orders that are not confirmed; what is missing does not count them.",
    )
    qty_missing = fields.Float(
        string="Missing",
        digits='Product Unit',
        readonly=True,
        help="Pre-ordered, and neither kept, free nor ordered.",
    )

    @property
    def _table_query(self):
        return SQL(_REPORT, open=list(OPEN_STATES), rfq=list(RFQ_STATES))

    # === EACH NUMBER OPENS WHAT IT COUNTS === #

    def action_view_preorders(self):
        """Open the lines of pre-orders that are not delivered."""
        lines = self.env['sale.order.line'].search([
            ('product_id', '=', self.product_id.id),
            ('warehouse_id', '=', self.warehouse_id.id),
            ('order_id.is_preorder', '=', True),
            ('state', '=', 'sale'),
        ])
        return self._open(
            self.env._("Pre-ordered"),
            lines.filtered('preorder_qty_open'),
            'crm_accounting.sale_order_line_view_list_preorder',
        )

    def action_view_reserved(self):
        """Open what is reserved for pre-orders."""
        # Who buys may have no rights on orders: only which goods they are is found for them.
        lines_sudo = (
            self
            .env['stock.move.line']
            .sudo()
            .search([
                ('product_id', '=', self.product_id.id),
                ('move_id.sale_line_id.order_id.is_preorder', '=', True),
                ('move_id.sale_line_id.warehouse_id', '=', self.warehouse_id.id),
                ('state', 'in', OPEN_STATES),
                ('location_id.usage', 'in', ('internal', 'transit')),
            ])
        )
        return self._open(self.env._("Kept for Pre-orders"), lines_sudo)

    def action_view_stock(self):
        """Open what is in stock."""
        quants = self.env['stock.quant'].search([
            ('product_id', '=', self.product_id.id),
            ('location_id.warehouse_id', '=', self.warehouse_id.id),
            ('location_id.usage', '=', 'internal'),
        ])
        return self._open(
            self.env._("On Hand"), quants, 'crm_accounting.stock_quant_view_list_preorder'
        )

    def action_view_ordered(self):
        """Open the lines of confirmed purchase orders that are not received."""
        lines = self._find_purchases(('purchase',)).filtered(lambda line: line.preorder_qty_open)
        return self._open_purchases(self.env._("Ordered"), lines)

    def action_view_rfq(self):
        """Open the lines of requests for quotation."""
        return self._open_purchases(self.env._("In RFQs"), self._find_purchases(RFQ_STATES))

    def _find_purchases(self, states):
        return self.env['purchase.order.line'].search([
            ('product_id', '=', self.product_id.id),
            ('order_id.picking_type_id.warehouse_id', '=', self.warehouse_id.id),
            ('state', 'in', states),
        ])

    def _open_purchases(self, name, lines):
        view = 'crm_accounting.purchase_order_line_view_list_preorder'
        return self._open(name, lines, view)

    def _open(self, name, records, view=None):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': f'{self.product_id.display_name}: {name}',
            'res_model': records._name,
            'views': [(self.env.ref(view).id if view else False, 'list')],
            'view_mode': 'list',
            'domain': [('id', 'in', records.ids)],
            'context': {'create': False, 'edit': False},
        }


_REPORT = """
WITH wanted AS (
    SELECT MIN(line.id) AS id, line.product_id, line.warehouse_id, sale.company_id,
           MIN(sale.commitment_date) AS date_promised,
           COUNT(DISTINCT sale.id) AS order_count,
           SUM((line.product_uom_qty - line.qty_delivered) * sold.factor / kept.factor)
               AS qty_preordered
      FROM sale_order sale
      JOIN sale_order_line line ON line.order_id = sale.id
      JOIN uom_uom sold ON sold.id = line.product_uom_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN uom_uom kept ON kept.id = template.uom_id
     WHERE sale.is_preorder AND sale.state = 'sale' AND line.display_type IS NULL
       AND line.is_downpayment IS NOT TRUE AND template.is_storable
       AND line.product_uom_qty > line.qty_delivered
  GROUP BY line.product_id, line.warehouse_id, sale.company_id
)
SELECT wanted.*, reserved.quantity AS qty_reserved, free.quantity AS qty_free,
       bought.ordered AS qty_ordered, bought.rfq AS qty_rfq,
       GREATEST(
           wanted.qty_preordered - reserved.quantity - GREATEST(free.quantity, 0) - bought.ordered,
           0
       ) AS qty_missing
  FROM wanted
CROSS JOIN LATERAL (
       SELECT COALESCE(SUM(kept.quantity_product_uom), 0) AS quantity
         FROM stock_move_line kept
         JOIN stock_move move ON move.id = kept.move_id
         JOIN stock_location location ON location.id = kept.location_id
         JOIN sale_order_line line ON line.id = move.sale_line_id
         JOIN sale_order sale ON sale.id = line.order_id
        WHERE kept.product_id = wanted.product_id AND line.warehouse_id = wanted.warehouse_id
          AND sale.is_preorder AND move.state = ANY(%(open)s)
          AND location.usage IN ('internal', 'transit')
       ) reserved
CROSS JOIN LATERAL (
       SELECT COALESCE(SUM(quant.quantity - quant.reserved_quantity), 0) AS quantity
         FROM stock_quant quant
         JOIN stock_location location ON location.id = quant.location_id
        WHERE quant.product_id = wanted.product_id
          AND location.warehouse_id = wanted.warehouse_id AND location.usage = 'internal'
       ) free
CROSS JOIN LATERAL (
       SELECT COALESCE(SUM(part.quantity) FILTER (WHERE bought.state = 'purchase'), 0) AS ordered,
              COALESCE(SUM(line.product_uom_qty) FILTER (WHERE bought.state = ANY(%(rfq)s)), 0)
                  AS rfq
         FROM purchase_order_line line
         JOIN purchase_order bought ON bought.id = line.order_id
         JOIN stock_picking_type kind ON kind.id = bought.picking_type_id
   CROSS JOIN LATERAL (
              SELECT line.product_uom_qty
                         * GREATEST(1 - line.qty_received / NULLIF(line.product_qty, 0), 0)
                         AS quantity
              ) part
        WHERE line.product_id = wanted.product_id AND kind.warehouse_id = wanted.warehouse_id
       ) bought
"""
