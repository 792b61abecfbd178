"""A counter whose devices are virtual: who has no hardware scans, weighs, sells and sees receipts.

`scripts/run` starts the hardware proxy beside Odoo and tells this till where it is.
"""

from odoo import Command

PROXY = 'http://127.0.0.1:8070'
# Name, price without tax, and what else is known of it.
GOODS = (
    ("Arabica Santos, 250 g", 4.60, {'barcode': '3800200000018'}),
    ("Assam Breakfast Tea, 20 bags", 2.40, {'barcode': '3800200000025'}),
    ("Mursalski Tea, loose", 38.00, {'to_weight': True, 'barcode': '2100001000006'}),
    ("Espresso", 1.50, {'is_made_here': True}),
    ("Cappuccino", 2.20, {'is_made_here': True}),
)


def open_counter(env):
    """Return a till with goods for those who pass by, a bar that gets tickets, and the devices."""
    bar = env['pos.category'].create({'name': "From the Bar"})
    add_goods(env, bar)
    printer = env['pos.printer'].create({
        'name': "Bar",
        'printer_type': 'iot',
        'proxy_ip': f'{PROXY}/p/kitchen',
        'product_categories_ids': [Command.set(bar.ids)],
    })
    return env['pos.config'].create({
        'name': "Counter",
        'payment_method_ids': [Command.link(add_cash(env).id)],
        'is_posbox': True,
        'proxy_ip': PROXY,
        'iface_print_via_proxy': True,
        'iface_cashdrawer': True,
        'iface_electronic_scale': True,
        'iface_scan_via_proxy': True,
        'is_order_printer': True,
        'printer_ids': [Command.link(printer.id)],
    })


def add_cash(env):
    journal = env['account.journal'].create({'name': "Counter", 'type': 'cash', 'code': 'CNTR'})
    return env['pos.payment.method'].create({'name': "Cash", 'journal_id': journal.id})


def add_goods(env, bar):
    for name, price, known in GOODS:
        known = dict(known)
        made_here = known.pop('is_made_here', False)
        env['product.template'].create({
            'name': name,
            'list_price': price,
            'type': 'consu',
            'available_in_pos': True,
            'taxes_id': [Command.set(env.company.account_sale_tax_id.ids)],
            'pos_categ_ids': [Command.set(bar.ids if made_here else [])],
            **known,
        })
