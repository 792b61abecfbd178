"""What is sold is ordered again: coffee has arrived, tea is on its way, honey has no vendor yet."""

from datetime import timedelta

from odoo import Command, fields

ON_STOCK = 300
VENDORS = {"Coffee": "Santos Import", "Tea": "Rhodope Herbs"}  # nobody sells them honey
# How many days ago, how many orders, of which kind of goods, and what became of it.
SALES = (
    (21, 4, "Coffee", "received"),
    (9, 3, "Tea", "confirmed"),
    (4, 2, "Sweet", "stuck"),
    (2, 4, "Coffee", "asked for"),
)


def order_again(env, dice, people, buyers, goods):
    """Choose the categories, deliver for three weeks, and let the buyer do a part of the work."""
    kinds = goods.filtered('is_storable').grouped(lambda product: product.categ_id.name)
    env.company.replenish_category_ids = [
        Command.set([kinds[name].categ_id.id for name in ("Coffee", "Tea", "Sweet")])
    ]
    env.company.replenish_user_id = people['petar']
    for name, vendor in VENDORS.items():
        give_vendor(env, kinds[name], vendor)
    partners = [partner for partner, _habit in buyers]
    for days, count, name, outcome in SALES:
        sold = deliver(env, dice, dice.sample(partners, count), kinds[name])
        date_back(sold, fields.Datetime.now() - timedelta(days=days))
        Row = env['sale.replenishment.move']
        env['sale.replenishment']._replenish(Row.search([('to_check', '=', True)]))
        handle(env['purchase.order'].search([('state', '=', 'draft')]), outcome)


def give_vendor(env, products, name):
    """They come in packs of six, from stock there is enough of."""
    vendor = env['res.partner'].create({'name': name, 'is_company': True})
    pack = env.ref('uom.product_uom_pack_6')
    for product in products:
        product.seller_ids = [
            Command.create({
                'partner_id': vendor.id,
                'price': 6 * product.standard_price,
                'product_uom_id': pack.id,
                'delay': 5,
            })
        ]


def deliver(env, dice, partners, products):
    """Return the transfers of orders that are confirmed and delivered."""
    warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
    for product in products:
        env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, ON_STOCK)
    orders = env['sale.order'].create([
        {
            'partner_id': partner.id,
            'order_line': [
                Command.create({'product_id': product.id, 'product_uom_qty': dice.randint(2, 9)})
                for product in dice.sample(list(products), 2)
            ],
        }
        for partner in partners
    ])
    orders.action_confirm()
    return finish(orders.picking_ids)


def finish(pickings):
    pickings.move_ids.picked = True
    pickings._action_done()
    return pickings


def date_back(pickings, when):
    pickings.move_ids.date = when
    pickings.date_done = when


def handle(order, outcome):
    """Let the buyer confirm what was asked for, and receive it."""
    if outcome in ("confirmed", "received"):
        order.button_confirm()
    if outcome == "received":
        finish(order.picking_ids)
