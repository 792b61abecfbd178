import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HardwareCommon

BEGIN = '/pos_hardware/pair/begin'
POLL = '/pos_hardware/pair/poll'
HELLO = '/pos_hardware/proxy/hello'
FETCH = '/pos_hardware/proxy/fetch'
REPORT = '/pos_hardware/proxy/report'


@tagged('post_install', '-at_install')
class TestRoutes(HardwareCommon, HttpCase):
    """Real HTTP, as a proxy that is no user and has no session."""

    def ask(self, route, params, token=None):
        headers = {'Content-Type': 'application/json'}
        if token is not None:
            headers['Authorization'] = f'Bearer {token}'
        body = json.dumps({'jsonrpc': '2.0', 'method': 'call', 'id': 1, 'params': params})
        return self.url_open(route, data=body, headers=headers)

    def result(self, route, params, token=None):
        answer = self.ask(route, params, token).json()
        self.assertNotIn('error', answer)
        return answer['result']

    def error(self, route, params, token=None):
        """Return the sentence that a proxy gets."""
        with mute_logger('odoo.http'):
            return self.ask(route, params, token).json()['error']['data']['message']

    def test_a_proxy_pairs_says_hello_fetches_and_reports(self):
        codes = self.result(BEGIN, {'name': "till-1", 'version': "1.0"})
        self.assertEqual((codes['expires_in'], codes['interval']), (600, 5))
        poll = {'device_code': codes['device_code']}
        self.assertEqual(self.result(POLL, poll), {'state': 'pending'})
        wizards = self.env['pos.hardware.pair'].with_user(self.manager)
        wizards.create({'user_code': codes['user_code'], 'name': "Kiosk"}).action_pair()
        paired = self.result(POLL, poll)
        token = paired['token']
        told = self.result(HELLO, self.hello(), token)
        self.assertEqual((told['name'], told['poll']), ("Kiosk", 60))
        proxy = self.env['pos.hardware.proxy'].search([('name', '=', "Kiosk")])
        self.assertEqual(told['channel'], proxy.sudo().channel)
        self.assertEqual((proxy.state, proxy.device_ids.name), ('online', "bar"))
        job = self.order(device=proxy.device_ids)
        [fetched] = self.result(FETCH, {'limit': 5}, token)['jobs']
        self.assertEqual((fetched['uuid'], fetched['kind']), (job.uuid, 'receipt'))
        row = {'uuid': job.uuid, 'printer': "bar", 'kind': 'receipt', 'state': 'done'}
        told = self.result(REPORT, {'jobs': [row]}, token)
        self.assertEqual(told, {'known': [job.uuid], 'refused': []})
        job.invalidate_recordset()
        self.assertEqual(job.state, 'done')

    def test_without_a_valid_token_it_is_401(self):
        self.proxy.with_user(self.manager).action_revoke()
        number, _dot, secret = self.other_token.partition('.')
        wrong = (
            None,
            '',
            'x',
            self.token,  # revoked
            f'{number}.{secret[:-1]}',
            f'{self.proxy.id}.{secret}',
            f'{number}.',
            '9999999999999999999.x',
            f'{number}.é',
        )
        for token in wrong:
            for route in (HELLO, FETCH, REPORT):
                answer = self.ask(route, {}, token)
                self.assertEqual(answer.status_code, 401, (token, route))
                self.assertEqual(answer.headers['WWW-Authenticate'], 'Bearer')

    def test_another_scheme_is_401(self):
        headers = {'Content-Type': 'application/json', 'Authorization': f'Basic {self.token}'}
        self.assertEqual(self.url_open(FETCH, data='{}', headers=headers).status_code, 401)

    def test_no_answer_sets_a_session(self):
        self.assertNotIn('Set-Cookie', self.ask(FETCH, {'limit': 1}, self.token).headers)
        self.assertNotIn('Set-Cookie', self.ask(FETCH, {'limit': 1}).headers)

    def test_a_proxy_works_on_its_own_jobs_only(self):
        job = self.order()
        self.assertEqual(self.result(FETCH, {'limit': 5}, self.other_token)['jobs'], [])
        row = {'uuid': job.uuid, 'printer': "bar", 'kind': 'receipt', 'state': 'done'}
        self.result(REPORT, {'jobs': [row]}, self.other_token)
        job.invalidate_recordset()
        self.assertEqual(job.state, 'waiting')

    def test_what_is_wrong_in_a_body_is_said(self):
        for route, params, words in (
            (BEGIN, {'name': 5}, "name has to be text"),
            (POLL, {}, "device_code is missing"),
            (HELLO, {'devices': "x"}, "devices has to be a list"),
            (HELLO, self.hello({'name': ""}), "name is missing"),
            (HELLO, self.hello({'kind': "tv"}), "kind has to be one of"),
            (HELLO, self.hello(address="javascript:alert(1)"), "address has to be like"),
            (HELLO, self.hello(local_token="a/b"), "local_token has to be"),
            (FETCH, {'limit': "all"}, "limit has to be a number"),
            (REPORT, {}, "jobs has to be a list"),
        ):
            with self.subTest(words):
                self.assertIn(words, self.error(route, params, self.token))

    def test_what_is_no_json_rpc_is_refused(self):
        headers = {'Content-Type': 'application/json', 'Authorization': f'Bearer {self.token}'}
        for body in ('', '{', '[]', '"x"'):
            answer = self.url_open(REPORT, data=body or ' ', headers=headers)
            self.assertEqual(answer.status_code, 400, body)

    def test_a_body_that_is_too_large_is_refused(self):
        words = self.error(BEGIN, {'name': "x" * 20_000})
        self.assertIn("exceeds the capacity limit", words)

    def test_unknown_values_do_no_harm(self):
        self.assertEqual(self.result(FETCH, {'limit': 1, 'more': {}}, self.token), {'jobs': []})
