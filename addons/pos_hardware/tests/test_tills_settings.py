from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import HardwareCommon

TOKEN = "abcdefghijklmnop"


@tagged('post_install', '-at_install')
class TestTillsSettings(HardwareCommon):
    """Choosing a proxy sets Odoo's own fields, so that its client works with and without ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.env['pos.config'].create({'name': "Till", 'company_id': cls.company.id})
        cls.proxy._hello(cls.told(cls.hello({}, {'name': "kitchen 2", 'default': False})))
        cls.kitchen = cls.proxy.device_ids.filtered(lambda device: device.name == "kitchen 2")

    def choose(self, proxy=None, printer=None):
        self.config.write({
            'hardware_proxy_id': (proxy or self.proxy).id,
            'hardware_printer_id': printer and printer.id,
        })

    def assertStock(self, address, prints):
        self.assertRecordValues(
            self.config,
            [{'is_posbox': bool(address), 'proxy_ip': address, 'iface_print_via_proxy': prints}],
        )

    def test_the_default_printer_needs_no_path(self):
        self.choose(printer=self.printer)
        self.assertStock("http://127.0.0.1:8069", True)

    def test_another_printer_has_a_path(self):
        self.choose(printer=self.kitchen)
        self.assertStock("http://127.0.0.1:8069/p/kitchen%202", True)

    def test_a_proxy_without_printer_is_for_scale_and_scanner(self):
        self.choose()
        self.assertStock("http://127.0.0.1:8069", False)

    def test_a_new_address_comes_to_the_tills_also_when_it_is_longer_than_odoos(self):
        self.choose(printer=self.kitchen)
        printer = self.env['pos.printer'].create({
            'name': "Kitchen",
            'company_id': self.company.id,
            'printer_type': 'hardware_proxy',
            'hardware_device_id': self.kitchen.id,
        })
        address = "https://till-with-a-long-name.shop.example.com:8443"
        told = self.hello(
            {}, {'name': "kitchen 2", 'default': False}, address=address, local_token=TOKEN
        )
        self.proxy._hello(self.told(told))
        self.assertStock(f"{address}/p/kitchen%202/t/{TOKEN}", True)
        self.assertEqual(printer.proxy_ip, f"{address}/p/kitchen%202/t/{TOKEN}")

    def test_who_chooses_none_gets_a_till_without_proxy(self):
        self.choose(printer=self.printer)
        self.config.hardware_proxy_id = False
        self.assertStock(False, False)
        self.assertFalse(self.config.hardware_printer_id)

    def test_a_till_with_a_box_of_its_own_keeps_it(self):
        self.config.write({'is_posbox': True, 'proxy_ip': "10.0.0.7"})
        self.config.write({'hardware_proxy_id': False, 'name': "Till 2"})
        self.assertStock("10.0.0.7", False)

    def test_printer_and_proxy_fit_together_and_to_the_company(self):
        with self.assertRaisesRegex(ValidationError, "printer of the till's hardware proxy"):
            self.choose(printer=self.other_proxy.device_ids)
        with self.assertRaisesRegex(ValidationError, "till's company"):
            self.choose(proxy=self.other_proxy)

    def test_a_kitchen_printer_of_a_proxy_needs_a_printer_of_its_company(self):
        for device in (False, self.other_proxy.device_ids.id):
            with self.assertRaisesRegex(ValidationError, "which printer of the proxy"):
                self.env['pos.printer'].create({
                    'name': "Kitchen",
                    'company_id': self.company.id,
                    'printer_type': 'hardware_proxy',
                    'hardware_device_id': device,
                })

    def test_the_settings_propose_the_default_printer_and_save_all(self):
        settings = self.env['res.config.settings'].with_company(self.company)
        form = Form(settings.with_context(pos_config_id=self.config.id))
        form.pos_config_id = self.config
        form.pos_hardware_proxy_id = self.proxy
        self.assertEqual(form.pos_hardware_printer_id, self.printer)
        self.assertTrue(form.pos_is_posbox and form.pos_iface_print_via_proxy)
        form.pos_iface_scan_via_proxy = True
        form.save().execute()
        self.assertStock("http://127.0.0.1:8069", True)
        self.assertTrue(self.config.iface_scan_via_proxy)
        form = Form(settings)
        form.pos_config_id = self.config
        form.pos_hardware_proxy_id = self.env['pos.hardware.proxy']
        form.save().execute()
        self.assertStock(False, False)

    def test_the_second_screen_stays_on_odoos_own_channel(self):
        self.choose(printer=self.printer)
        self.assertFalse(self.config._get_customer_display_data()['proxy_ip'])

    def test_a_till_loads_devices_and_the_token_of_its_own_proxies_only(self):
        self.proxy._hello(self.told(self.hello(local_token=TOKEN)))
        second, _token = self.new_proxy("Bakery", self.manager)
        second._hello(self.told(self.hello(local_token="x" * 16)))
        self.choose(printer=self.printer)
        self.config.with_user(self.cashier).open_ui()
        session = self.config.current_session_id.with_user(self.cashier)
        names = ['pos.hardware.proxy', 'pos.hardware.device', 'pos.config', 'pos.printer']
        data = session.load_data(names)
        tokens = {row['name']: row['local_token'] for row in data['pos.hardware.proxy']}
        self.assertEqual(tokens, {"Counter": TOKEN, "Bakery": ''})
        self.assertEqual({row['name'] for row in data['pos.hardware.device']}, {"bar"})
        self.assertEqual(data['pos.config'][0]['hardware_printer_id'], self.printer.id)
        fields = session.load_data_params()['pos.hardware.proxy']['fields']
        self.assertEqual(fields, ['id', 'name', 'address', 'local_token'])

    def test_the_public_page_of_self_orders_is_told_no_token(self):
        address = "http://127.0.0.1:8069/p/kitchen%202"
        rows = [{'id': 1, 'proxy_ip': f"{address}/t/{TOKEN}"}, {'id': 2, 'proxy_ip': False}]
        # What the optional pos_self_order adds to all that is loaded at a till.
        load = {'_load_pos_self_data_search_read': lambda *_args: [dict(row) for row in rows]}
        with patch.multiple(self.env.registry['pos.load.mixin'], create=True, **load):
            for name in ('pos.config', 'pos.printer'):
                loaded = self.env[name]._load_pos_self_data_search_read({}, self.config)
                self.assertEqual([row['proxy_ip'] for row in loaded], [address, ''])

    def test_a_kitchen_printer_goes_on_by_odoos_own_client_without_us(self):
        printer = self.env['pos.printer'].create({
            'name': "Kitchen",
            'company_id': self.company.id,
            'printer_type': 'hardware_proxy',
            'hardware_device_id': self.kitchen.id,
        })
        ours = self.env['ir.model.fields.selection'].search([
            ('field_id.model', '=', 'pos.printer'),
            ('value', '=', 'hardware_proxy'),
        ])
        ours._process_ondelete()  # what uninstalling does
        self.assertEqual(printer.printer_type, 'iot')
        self.assertEqual(printer.proxy_ip, "http://127.0.0.1:8069/p/kitchen%202")
