from odoo import api, fields, models
from odoo.tools import SQL

STATES = [
    ('waiting', "Waiting"),
    ('stuck', "Stuck"),
    ('gone', "Given Up"),
    ('rfq', "In an RFQ"),
    ('ordered', "On Order"),
    ('arrived', "Arrived"),
    ('covered', "Nothing to Order"),
    ('left', "Not Replenished"),
]
# Groups come in the order of these keys.
AGES = [
    ('01', "Up to 1 Day"),
    ('07', "Up to 1 Week"),
    ('30', "Up to 30 Days"),
    ('99', "Over 30 Days"),
]


class SaleReplenishmentReport(models.Model):
    """What became of each transfer to or from a customer: from the delivery to the receipt.

    A row has the id of its `sale.replenishment.move`. What happens to it at the supplier's is not
    kept in the queue but read from the purchase order. Who sells sees the own sales, without the
    purchase order itself.
    """

    _name = 'sale.replenishment.report'
    _description = "Sold and Ordered"
    _auto = False
    _order = 'id desc'  # as the dates, and by an index
    _rec_name = 'product_id'

    date = fields.Datetime(
        string="Taken On",
        readonly=True,
        help="Of a pre-order that has not left yet: when it was asked for.",
    )
    age = fields.Integer(string="Days", aggregator='max', readonly=True, help="Since it was taken.")
    age_range = fields.Selection(selection=AGES, string="Age", readonly=True)
    product_id = fields.Many2one(comodel_name='product.product', readonly=True)
    categ_id = fields.Many2one(comodel_name='product.category', string="Category", readonly=True)
    quantity = fields.Float(
        digits='Product Unit',
        readonly=True,
        help="In the unit of the product; negative for what came back.",
    )
    uom_id = fields.Many2one(comodel_name='uom.uom', string="Unit", readonly=True)
    warehouse_id = fields.Many2one(comodel_name='stock.warehouse', readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    sale_id = fields.Many2one(comodel_name='sale.order', string="Sales Order", readonly=True)
    user_id = fields.Many2one(comodel_name='res.users', string="Salesperson", readonly=True)
    move_id = fields.Many2one(comodel_name='stock.move', string="Stock Move", readonly=True)
    picking_id = fields.Many2one(comodel_name='stock.picking', string="Transfer", readonly=True)
    origin = fields.Char(string="Source", readonly=True)
    state = fields.Selection(selection=STATES, readonly=True)
    left_reason = fields.Selection(
        selection=lambda self: self.env['sale.replenishment.move']._fields['left_reason'].selection,
        readonly=True,
    )
    stuck_reason = fields.Char(readonly=True)
    reason = fields.Char(compute='_compute_reason')
    supplier_id = fields.Many2one(
        comodel_name='res.partner',
        string="Vendor",
        readonly=True,
        help="Of the order; of what is not ordered yet, the first vendor of the product.",
    )
    replenishment_id = fields.Many2one(comodel_name='sale.replenishment', readonly=True)
    purchase_line_id = fields.Many2one(
        comodel_name='purchase.order.line', readonly=True, groups='purchase.group_purchase_user'
    )
    purchase_id = fields.Many2one(
        comodel_name='purchase.order',
        string="Purchase Order",
        readonly=True,
        groups='purchase.group_purchase_user',
    )
    purchase_name = fields.Char(string="Ordered With", readonly=True)
    date_planned = fields.Datetime(string="Expected Arrival", readonly=True)

    @api.depends('left_reason', 'stuck_reason')
    def _compute_reason(self):
        reasons = dict(self._fields['left_reason']._description_selection(self.env))
        for row in self:
            row.reason = row.stuck_reason or reasons.get(row.left_reason)

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        return SQL(_REPORT, now=now, today=fields.Date.context_today(self))


# The counted quantity; what nobody has counted yet is what the transfer moves.
_REPORT = """
    SELECT queued.id, queued.move_id, queued.product_id, queued.company_id, queued.left_reason,
           queued.replenishment_id, queued.purchase_line_id, part.state, part.age,
           CASE WHEN part.age <= 1 THEN '01' WHEN part.age <= 7 THEN '07'
                WHEN part.age <= 30 THEN '30' ELSE '99' END AS age_range,
           part.date, move.picking_id, template.categ_id, template.uom_id,
           CASE WHEN queued.state IN ('waiting', 'left')
                THEN CASE WHEN move.state = 'done' THEN move.quantity ELSE move.product_uom_qty END
                     * move_unit.factor / unit.factor
                     * CASE WHEN source.usage = 'customer' THEN -1 ELSE 1 END
                ELSE queued.quantity
           END AS quantity,
           COALESCE(balance.warehouse_id, source.warehouse_id, target.warehouse_id)
               AS warehouse_id,
           sale.id AS sale_id, sale.user_id,
           COALESCE(sale.partner_id, picking.partner_id, move.partner_id) AS partner_id,
           COALESCE(sale.name, picking.origin, move.origin, picking.name, move.reference)
               AS origin,
           CASE WHEN part.state = 'stuck' THEN balance.stuck_reason END AS stuck_reason,
           COALESCE(purchase.partner_id, vendor.partner_id) AS supplier_id,
           purchase.id AS purchase_id, purchase.name AS purchase_name, line.date_planned
      FROM sale_replenishment_move queued
      JOIN stock_move move ON move.id = queued.move_id
      JOIN uom_uom move_unit ON move_unit.id = move.product_uom
      JOIN stock_location source ON source.id = move.location_id
      JOIN stock_location target ON target.id = move.location_dest_id
      JOIN product_product product ON product.id = queued.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      JOIN uom_uom unit ON unit.id = template.uom_id
 LEFT JOIN stock_picking picking ON picking.id = move.picking_id
 LEFT JOIN sale_order_line sold ON sold.id = move.sale_line_id
 LEFT JOIN sale_order sale ON sale.id = COALESCE(sold.order_id, picking.sale_id)
 LEFT JOIN sale_replenishment balance ON balance.id = queued.replenishment_id
 LEFT JOIN purchase_order_line line ON line.id = queued.purchase_line_id
 LEFT JOIN purchase_order purchase ON purchase.id = line.order_id
CROSS JOIN LATERAL (
           SELECT taken.date, EXTRACT(DAY FROM %(now)s - taken.date)::int AS age,
                  CASE WHEN queued.state <> 'ordered' THEN queued.state
                       WHEN queued.quantity <= 0 THEN 'covered'
                       WHEN purchase.id IS NULL OR purchase.state = 'cancel' THEN 'gone'
                       WHEN purchase.state <> 'purchase' THEN 'rfq'
                       WHEN line.qty_received >= line.product_qty
                            OR purchase.receipt_status = 'full' THEN 'arrived'
                       ELSE 'ordered'
                  END AS state
             -- A pre-order has a date to come: it waits since it was asked for.
             FROM (SELECT CASE WHEN move.state = 'done' THEN move.date ELSE queued.create_date END
                  ) taken (date)
           ) part
 LEFT JOIN LATERAL (
           SELECT info.partner_id
             FROM product_supplierinfo info
             JOIN res_partner known ON known.id = info.partner_id AND known.active
            WHERE queued.state IN ('waiting', 'stuck')
              AND info.product_tmpl_id = template.id
              AND COALESCE(info.product_id, product.id) = product.id
              AND COALESCE(info.company_id, queued.company_id) = queued.company_id
              AND COALESCE(info.date_start, %(today)s) <= %(today)s
              AND COALESCE(info.date_end, %(today)s) >= %(today)s
         ORDER BY info.sequence, info.min_qty DESC, info.price, info.id
            LIMIT 1
           ) vendor ON TRUE
"""
