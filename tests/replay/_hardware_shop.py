"""A counter whose devices are behind a proxy that is paired with Odoo, set up as a manager does."""

import os
import re
import subprocess
import sys

from _counter_shop import BARCODE, COFFEE, OLIVES, TOAST, find_record
from _proxy import PACKAGE, wait_for
from _till import open_till

GOODS = {COFFEE: 6.2, OLIVES: 9.0, TOAST: 4.5}
CODE = re.compile(r'\b[A-Z]{4}-[A-Z]{4}\b')


def pair(door, url, file):
    """Pair the proxy of a configuration with the Odoo at `url`, as a manager does.

    :return: the id of the proxy, and those of its printers by name
    """
    command = [sys.executable, '-m', 'pos_hardware_proxy', 'pair', url, '--config', str(file)]
    environment = os.environ | {'PYTHONPATH': str(PACKAGE)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        code = read_code(process.stdout)
        [wizard] = door.add('pos.hardware.pair', [{'user_code': code, 'name': "Counter"}])
        proxy_id = door.call('pos.hardware.pair', 'action_pair', [wizard])['res_id']
        process.communicate()
    if process.returncode:
        sys.exit("The proxy was not paired.")
    printers = wait_for("the devices in Odoo", lambda: read_printers(door, proxy_id))
    return proxy_id, {each['name']: each['id'] for each in printers}


def read_code(lines):
    for line in lines:
        if found := CODE.search(line):
            return found[0]
    sys.exit("The proxy shows no code.")


def read_printers(door, proxy_id):
    domain = [('proxy_id', '=', proxy_id), ('kind', '=', 'printer')]
    return door.call('pos.hardware.device', 'search_read', domain, fields=['name'])


def set_up(door, proxy_id, printers):
    """Return the id of a till that prints by our proxy, and the templates by name."""
    kilogram = find_record(door, 'uom', 'product_uom_kgm')
    [kitchen] = door.add('pos.category', [{'name': "From the kitchen"}])
    own = {
        COFFEE: {'barcode': BARCODE},
        OLIVES: {'to_weight': True, 'uom_id': kilogram},
        TOAST: {'pos_categ_ids': [[6, 0, [kitchen]]]},
    }
    common = {'type': 'consu', 'available_in_pos': True, 'taxes_id': [[6, 0, []]]}
    values = [
        {'name': name, 'list_price': price, **common, **own[name]} for name, price in GOODS.items()
    ]
    templates = dict(zip(GOODS, door.add('product.template', values), strict=True))
    [printer] = door.add('pos.printer', [prepare_kitchen(printers['kitchen'], kitchen)])
    till = open_till(
        door,
        "Counter with a proxy",
        'CWP',
        hardware_proxy_id=proxy_id,
        hardware_printer_id=printers['receipt'],
        iface_cashdrawer=True,
        iface_electronic_scale=True,
        iface_scan_via_proxy=True,
        is_order_printer=True,
        printer_ids=[[6, 0, [printer]]],
    )
    return till, templates


def prepare_kitchen(device, category):
    return {
        'name': "Kitchen",
        'printer_type': 'hardware_proxy',
        'hardware_device_id': device,
        'product_categories_ids': [[6, 0, [category]]],
    }
