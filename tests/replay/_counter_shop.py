"""A counter with everything on it, set up in Odoo without any addon of ours."""

from _till import open_till

COFFEE, OLIVES, TOAST = "Ground coffee", "Olives by weight", "Toasted sandwich"
BARCODE = '4000000000013'
PRICE_BY_NAME = {COFFEE: 6.2, OLIVES: 9.0, TOAST: 4.5}


def set_up(door, proxy_url):
    """Return the id of a till whose devices are behind a proxy, and the templates by name."""
    kilogram = find_record(door, 'uom', 'product_uom_kgm')
    [kitchen] = door.add('pos.category', [{'name': "From the kitchen"}])
    goods = {
        COFFEE: {'barcode': BARCODE},
        OLIVES: {'to_weight': True, 'uom_id': kilogram},
        TOAST: {'pos_categ_ids': [[6, 0, [kitchen]]]},
    }
    common = {'type': 'consu', 'available_in_pos': True, 'taxes_id': [[6, 0, []]]}
    values = [
        {'name': name, 'list_price': PRICE_BY_NAME[name], **common, **own}
        for name, own in goods.items()
    ]
    templates = dict(zip(goods, door.add('product.template', values), strict=True))
    printer = {
        'name': "Kitchen",
        'printer_type': 'iot',
        'proxy_ip': f'{proxy_url}/p/kitchen',
        'product_categories_ids': [[6, 0, [kitchen]]],
    }
    [printer_id] = door.add('pos.printer', [printer])
    till = open_till(
        door,
        "Counter",
        'CNT',
        is_posbox=True,
        proxy_ip=proxy_url,
        iface_print_via_proxy=True,
        iface_cashdrawer=True,
        iface_electronic_scale=True,
        iface_scan_via_proxy=True,
        is_order_printer=True,
        printer_ids=[[6, 0, [printer_id]]],
    )
    return till, templates


def find_record(door, module, name):
    domain = [('module', '=', module), ('name', '=', name)]
    [found] = door.call('ir.model.data', 'search_read', domain=domain, fields=['res_id'])
    return found['res_id']


def read_order(door, uuid):
    """Return what the server has of an order, once the page has sent it."""
    [order] = door.call(
        'pos.order',
        'search_read',
        [['uuid', '=', uuid]],
        fields=['state', 'amount_total', 'amount_paid', 'access_token', 'nb_print'],
    )
    return order
