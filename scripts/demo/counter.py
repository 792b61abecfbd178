"""A counter whose devices are virtual: who has no hardware scans, weighs, sells and sees receipts.

`scripts/run` starts the hardware proxy beside Odoo, pairs it, and gives this till its devices.
"""

from odoo import Command

# Name, price without tax, barcode, and whether it is weighed or made in the kitchen.
GOODS = (
    ("Arabica Santos, 250 g", 4.60, '3800200000018', ""),
    ("Assam Breakfast Tea, 20 bags", 2.40, '3800200000025', ""),
    ("Mursalski Tea, loose", 38.00, '3800200000032', "weighed"),
    ("Cheese Toast", 2.90, False, "made here"),
    ("Banitsa, warm", 1.80, False, "made here"),
)


def open_counter(env):
    """Return a till with goods for those who pass by, a kitchen that gets tickets, and devices."""
    kitchen = env['pos.category'].create({'name': "Kitchen"})
    add_goods(env, kitchen)
    printer = env['pos.printer'].create({
        'name': "Kitchen",
        'printer_type': 'iot',  # until there is a proxy
        'proxy_ip': '127.0.0.1',
        'product_categories_ids': [Command.set(kitchen.ids)],
    })
    return env['pos.config'].create({
        'name': "Counter",
        'payment_method_ids': [Command.link(add_cash(env).id)],
        'iface_cashdrawer': True,
        'iface_electronic_scale': True,
        'iface_scan_via_proxy': True,
        'is_order_printer': True,
        'printer_ids': [Command.link(printer.id)],
    })


def add_cash(env):
    journal = env['account.journal'].create({'name': "Counter", 'type': 'cash', 'code': 'CNTR'})
    return env['pos.payment.method'].create({'name': "Cash", 'journal_id': journal.id})


def add_goods(env, kitchen):
    kilogram = env.ref('uom.product_uom_kgm')
    env['product.template'].create([
        {
            'name': name,
            'list_price': price,
            'barcode': barcode,
            'type': 'consu',
            'available_in_pos': True,
            'taxes_id': [Command.set(env.company.account_sale_tax_id.ids)],
            'to_weight': kind == "weighed",
            **({'uom_id': kilogram.id} if kind == "weighed" else {}),
            'pos_categ_ids': [Command.set(kitchen.ids if kind == "made here" else [])],
        }
        for name, price, barcode, kind in GOODS
    ])
