from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.pos_hardware.wizard import pos_hardware_pair

from .common import HardwareCommon


@tagged('post_install', '-at_install')
class TestPairing(HardwareCommon):
    def setUp(self):
        super().setUp()
        self.sleep = self.startPatcher(patch.object(pos_hardware_pair.time, 'sleep'))
        self.pairings = self.env['pos.hardware.pairing']
        self.pairings.search([]).unlink()

    def begin(self):
        return self.pairings._begin(self.told({'name': "till-1", 'version': "1.0"}))

    def poll(self, codes):
        return self.pairings._poll(self.told({'device_code': codes['device_code']}))

    def enter(self, code, user=None, **values):
        wizards = self.env['pos.hardware.pair'].with_user(user or self.manager)
        action = wizards.create({'user_code': code, 'name': "Kiosk", **values}).action_pair()
        return self.env['pos.hardware.proxy'].browse(action['res_id'])

    def test_a_manager_enters_the_code_and_the_proxy_gets_its_token_once(self):
        codes = self.begin()
        self.assertEqual(self.poll(codes), {'state': 'pending'})
        proxy = self.enter(codes['user_code'])
        answer = self.poll(codes)
        self.assertEqual((answer['state'], answer['name']), ('paired', "Kiosk"))
        self.assertEqual(self.env['pos.hardware.proxy']._find_by_token(answer['token']), proxy)
        self.assertEqual(proxy.company_id, self.company)
        self.assertEqual(proxy.create_uid, self.manager)
        self.assertEqual(self.poll(codes), {'state': 'expired'})

    def test_odoo_keeps_no_secret_of_a_pairing_in_plain(self):
        codes = self.begin()
        proxy = self.enter(codes['user_code'])
        self.assertNotEqual(self.pairings.search([]).device_code_hash, codes['device_code'])
        token = self.poll(codes)['token']
        self.assertNotIn(proxy.token_hash, token)
        self.assertNotIn(token.split('.')[1], str(proxy.sudo().read()))

    def test_a_code_is_understood_as_people_write_it(self):
        codes = self.begin()
        self.assertRegex(codes['user_code'], r'^[B-Z]{4}-[B-Z]{4}$')
        self.assertNotRegex(codes['user_code'], r'[EIOUY]')
        written = ' '.join(codes['user_code'].replace('-', '').lower())
        self.assertTrue(self.enter(written))

    def test_a_wrong_code_is_refused_after_a_second(self):
        self.begin()
        with self.assertRaisesRegex(UserError, "No proxy waits with this code"):
            self.enter("BCDF-GHJK")
        self.sleep.assert_called_once_with(1)

    def test_an_expired_code_is_worth_nothing(self):
        codes = self.begin()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=601)):
            self.assertEqual(self.poll(codes), {'state': 'expired'})
            with self.assertRaises(UserError):
                self.enter(codes['user_code'])

    def test_a_code_is_entered_once(self):
        codes = self.begin()
        self.enter(codes['user_code'])
        with self.assertRaises(UserError):
            self.enter(codes['user_code'])

    def test_an_invented_device_code_is_expired(self):
        self.assertEqual(self.poll({'device_code': "x" * 43}), {'state': 'expired'})
        with self.assertRaisesRegex(ValidationError, "device_code"):
            self.poll({'device_code': ["x"]})

    def test_the_21st_that_waits_is_told_to_try_later(self):
        for _number in range(20):
            self.begin()
        with self.assertRaisesRegex(UserError, "ten minutes"):
            self.begin()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=601)):
            self.assertTrue(self.begin()['user_code'])

    def test_a_cashier_pairs_nothing(self):
        codes = self.begin()
        with self.assertRaises(AccessError):
            self.enter(codes['user_code'], user=self.cashier)
        self.assertEqual(self.poll(codes), {'state': 'pending'})

    def test_a_proxy_that_is_paired_again_keeps_its_devices_and_its_old_token_is_worthless(self):
        codes = self.begin()
        self.assertEqual(self.enter(codes['user_code'], proxy_id=self.proxy.id), self.proxy)
        token = self.poll(codes)['token']
        proxies = self.env['pos.hardware.proxy']
        self.assertEqual(proxies._find_by_token(token), self.proxy)
        self.assertFalse(proxies._find_by_token(self.token))
        self.assertEqual(self.proxy.device_ids, self.printer)

    def test_a_proxy_of_another_company_is_not_paired_again(self):
        codes = self.begin()
        with self.assertRaises(AccessError):
            self.enter(codes['user_code'], proxy_id=self.other_proxy.id)

    def test_a_revoked_token_is_worthless_at_once(self):
        channel = self.proxy.channel
        waiting, fetched = self.order(), self.order()
        fetched.state = 'fetched'
        self.proxy.with_user(self.manager).action_revoke()
        self.assertFalse(self.env['pos.hardware.proxy']._find_by_token(self.token))
        self.assertNotEqual(self.proxy.channel, channel)
        self.assertEqual((waiting.state, waiting.code), ('failed', 'revoked'))
        self.assertEqual((fetched.state, fetched.code), ('unknown', 'not_reported'))

    def test_a_cashier_revokes_nothing(self):
        with self.assertRaises(AccessError):
            self.proxy.with_user(self.cashier).action_revoke()
        with self.assertRaises(AccessError):
            self.proxy.with_user(self.stranger).action_revoke()
        self.assertEqual(self.proxy.state, 'online')
