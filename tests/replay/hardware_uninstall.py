"""Uninstalling pos_hardware leaves a till and a kitchen printer that Odoo's own client can use."""

import json
import os
import sys
import urllib.request

from _outside import WebClient

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
ADDRESS = 'http://127.0.0.1:8069'
PRINTER = {'kind': 'printer', 'ready': True, 'drawer': True}
STOCK = ['is_posbox', 'proxy_ip', 'iface_print_via_proxy']


def ask_as_proxy(route, token='', **params):
    """Return what Odoo answers a proxy."""
    headers = {'Content-Type': 'application/json', 'Authorization': f'Bearer {token}'}
    headers['X-Odoo-Database'] = DB
    body = json.dumps({'params': params}).encode()
    request = urllib.request.Request(f'{URL}/pos_hardware/{route}', body, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)['result']


def pair(odoo):
    """Pair a proxy with two printers; return its id and theirs."""
    codes = ask_as_proxy('pair/begin', name='till')
    wizard = odoo.add('pos.hardware.pair', [{'user_code': codes['user_code'], 'name': 'Counter'}])
    proxy_id = odoo.call('pos.hardware.pair', 'action_pair', wizard)['res_id']
    token = ask_as_proxy('pair/poll', device_code=codes['device_code'])['token']
    bar, kitchen = {**PRINTER, 'name': 'bar', 'default': True}, {**PRINTER, 'name': 'kitchen'}
    ask_as_proxy('proxy/hello', token, address=ADDRESS, devices=[bar, kitchen])
    devices = odoo.call('pos.hardware.device', 'search_read', domain=[], fields=['name'])
    return proxy_id, {device['name']: device['id'] for device in devices}


def open_till(odoo, proxy_id, printers):
    """Return a till with a session, which prints on the proxy, and its kitchen printer."""
    kitchen = odoo.add(
        'pos.printer',
        [
            {
                'name': 'Kitchen',
                'printer_type': 'hardware_proxy',
                'hardware_device_id': printers['kitchen'],
            }
        ],
    )
    values = {
        'name': 'Till',
        'is_order_printer': True,
        'printer_ids': [(6, 0, kitchen)],
        'hardware_proxy_id': proxy_id,
        'hardware_printer_id': printers['bar'],
    }
    config = odoo.add('pos.config', [values])
    odoo.call('pos.config', 'open_ui', config)
    return config, kitchen


def check(odoo, config, kitchen):
    [till] = odoo.call('pos.config', 'read', config, fields=STOCK)
    assert [till[name] for name in STOCK] == [True, ADDRESS, True], till
    [printer] = odoo.call('pos.printer', 'read', kitchen, fields=['printer_type', 'proxy_ip'])
    assert printer['printer_type'] == 'iot', printer
    assert printer['proxy_ip'] == f'{ADDRESS}/p/kitchen', printer
    ours = odoo.call('ir.model', 'search_count', domain=[('model', 'like', 'pos.hardware.')])
    assert not ours, f"{ours} models are still there"


def load(odoo, config):
    """Load a till as its browser does."""
    [session] = odoo.call('pos.session', 'search', domain=[('config_id', 'in', config)])
    data = odoo.call('pos.session', 'load_data', [session], models_to_load=[])
    assert data['pos.config'][0]['id'] == config[0], data['pos.config']
    return data


def main():
    odoo = WebClient(URL, DB, os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD'])
    config, kitchen = open_till(odoo, *pair(odoo))
    assert 'pos.hardware.proxy' in load(odoo, config)
    module = odoo.call('ir.module.module', 'search', domain=[('name', '=', 'pos_hardware')])
    odoo.call('ir.module.module', 'button_immediate_uninstall', module)
    check(odoo, config, kitchen)
    assert 'pos.hardware.proxy' not in load(odoo, config)
    sys.stdout.write("Uninstalled: till and kitchen printer go on by Odoo's own client.\n")


if __name__ == '__main__':
    main()
