"""Nobody but our pages and who has the token gets anything done or told."""

import itertools
import unittest

from aiohttp import web
from pos_hardware_proxy.errors import ConfigError
from pos_hardware_proxy.server import Access, own_page
from pos_hardware_proxy.server.access import Caller, Refused
from pos_hardware_proxy.server.stock import PREFIXES

from .fakes import PAGE, TOKEN, ServerCase, bearer
from .test_stock import ACTION, CASHBOX, receipt

UUID = '0b0e7a52-52b4-4a7c-9a3e-0f2d3f4a5b6c'
STOCK_POSTS = (
    'handshake',
    'status_json',
    'default_printer_action',
    'scanner',
    'scale_read',
    'display_refresh',
    'customer_facing_display',
)
GUARDED = [
    *(('POST', f'/hw_proxy/{name}') for name in STOCK_POSTS),
    ('POST', '/v1/jobs'),
    ('GET', '/v1/jobs'),
    ('GET', f'/v1/jobs/{UUID}'),
    ('DELETE', f'/v1/jobs/{UUID}'),
    ('GET', '/v1/devices'),
    ('POST', '/v1/devices/bar/drawer'),
    ('GET', '/v1/events'),
    ('GET', '/v1/version'),
    ('GET', '/nowhere'),
]
FOREIGN = (
    {'Origin': 'https://evil.example'},
    {'Origin': 'null'},
    {'Origin': ''},
    {'Origin': PAGE + ':443'},
    {'Origin': PAGE + '.evil.example'},
    {'Origin': PAGE.replace('https', 'http')},
    {'Origin': 'https://evil.example', **bearer()},
)


class TestGate(ServerCase):
    async def _nothing_happens(self, headers, code, paths=GUARDED):
        for method, path in paths:
            status, sent, body = await self.send(method, path, headers, json={'params': CASHBOX})
            error = body['error']
            self.assertIn(status, {401, 403}, path)
            self.assertEqual(error['data']['code'] if 'data' in error else error['code'], code)
            if headers.get('Origin') != PAGE:
                self.assertNotIn('Access-Control-Allow-Origin', sent)
        self.assertEqual((self.bar.requests, self.bar.pulses), ({}, []))

    async def test_a_foreign_page_gets_nothing_done_and_nothing_told(self):
        for headers in FOREIGN:
            await self._nothing_happens(headers, 'foreign_origin')

    async def test_a_page_whose_name_was_rebound_to_us_gets_nothing_done(self):
        for host in ('evil.example', f'evil.example:{self.port}', '127.0.0.1.evil.example', ''):
            for headers in ({'Host': host}, {'Host': host, 'Origin': PAGE}):
                await self._nothing_happens(headers | bearer(), 'foreign_host')

    async def test_without_origin_and_token_nothing_is_done(self):
        await self._nothing_happens({'Accept': '*/*'}, 'token_missing')

    async def test_a_wrong_token_is_refused_whoever_sends_it(self):
        for wrong in ('wrong', TOKEN[:-1], TOKEN + '0', TOKEN.upper(), TOKEN[:3], 'é'):
            await self._nothing_happens(bearer(wrong), 'token_wrong')
        await self._nothing_happens(bearer('wrong') | {'Origin': PAGE}, 'token_wrong')
        prefixed = [('POST', f'/t/{wrong}{ACTION}') for wrong in ('wrong', '%C3%A9', '%FF')]
        await self._nothing_happens({'Origin': PAGE}, 'token_wrong', prefixed)

    async def test_the_token_lets_in_who_has_no_origin(self):
        self.assertIs(await self.result(ACTION, receipt(), headers=bearer()), True)
        path = f'/t/{TOKEN}{ACTION}'
        self.assertIs(await self.result(path, receipt(), headers={'Accept': '*/*'}), True)

    async def test_hello_answers_anyone_and_lets_no_foreign_page_read(self):
        for headers in FOREIGN:
            status, sent, body = await self.send('GET', '/hw_proxy/hello', headers)
            self.assertEqual((status, body), (200, 'ping'))
            self.assertNotIn('Access-Control-Allow-Origin', sent)

    async def test_the_name_in_host_is_enough_with_any_port_and_in_any_case(self):
        for host in ('localhost', 'LOCALHOST:1', '127.0.0.1:8069', '[::1]:8069'):
            status, _headers, _body = await self.send(
                'GET', '/v1/version', {'Host': host} | bearer()
            )
            self.assertEqual(status, 200, host)

    async def test_a_preflight_of_our_page_is_answered_for_every_route(self):
        for prefix, name in itertools.product(PREFIXES, STOCK_POSTS):
            path = prefix.format(printer='kitchen', token=TOKEN) + f'/hw_proxy/{name}'
            status, sent, body = await self._preflight(path, PAGE)
            self.assertEqual((status, body), (204, ''))
            self.assertEqual(sent['Access-Control-Allow-Origin'], PAGE)
            self.assertEqual(sent['Vary'], '*')
            self.assertEqual(sent['Access-Control-Allow-Methods'], 'GET, POST')
            self.assertEqual(sent['Access-Control-Allow-Headers'], 'content-type')
            self.assertEqual(sent['Access-Control-Max-Age'], '86400')
            self.assertEqual(sent['Access-Control-Allow-Private-Network'], 'true')

    async def test_our_own_client_may_send_its_token_in_a_header(self):
        _status, sent, _body = await self._preflight('/v1/jobs', PAGE)
        self.assertEqual(sent['Access-Control-Allow-Headers'], 'content-type, authorization')
        self.assertEqual(sent['Access-Control-Allow-Methods'], 'GET, POST, DELETE')

    async def test_a_preflight_of_a_foreign_page_allows_nothing(self):
        for origin in ('https://evil.example', 'null'):
            status, sent, _body = await self._preflight(ACTION, origin)
            self.assertEqual(status, 403)
            self.assertEqual([name for name in sent if name.startswith('Access-Control')], [])

    async def _preflight(self, path, origin):
        headers = {
            'Origin': origin,
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'content-type',
        }
        return await self.send('OPTIONS', path, headers)

    async def test_our_page_may_read_errors_too(self):
        _status, sent, _body = await self.send('GET', '/v1/jobs/x')
        self.assertEqual(sent['Access-Control-Allow-Origin'], PAGE)


class TestTokenRequired(ServerCase):
    access = Access(token=TOKEN, origins=(PAGE,), token_required=True)

    async def test_our_page_needs_the_token_too(self):
        answer = await self.rpc(ACTION, receipt())
        self.assertEqual(answer['error']['data']['code'], 'token_missing')
        self.assertIs(await self.result(f'/t/{TOKEN}{ACTION}', receipt()), True)
        self.assertIs(
            await self.result(ACTION, receipt(), headers={'Origin': PAGE} | bearer()), True
        )


class TestOwnPage(ServerCase):
    def extend(self, app):
        async def answer(_request):
            return web.Response(text='page')

        app.router.add_get('/virtual/', own_page(answer))
        app.router.add_post('/virtual/', own_page(answer))

    async def test_the_page_is_shown_but_only_it_may_do_something(self):
        own = f'http://127.0.0.1:{self.port}'
        for method, headers, allowed in (
            ('GET', {'Accept': '*/*'}, True),
            ('GET', {'Sec-Fetch-Site': 'none'}, True),
            ('GET', {'Sec-Fetch-Site': 'cross-site'}, False),
            ('GET', {'Origin': PAGE}, False),
            ('GET', {'Host': 'evil.example'}, False),
            ('POST', {'Accept': '*/*'}, False),
            ('POST', {'Origin': own}, True),
            ('POST', {'Origin': PAGE}, False),
            ('POST', {'Host': 'evil.example', 'Origin': 'http://evil.example'}, False),
        ):
            status, _headers, _body = await self.send(method, '/virtual/', headers)
            self.assertEqual(status, 200 if allowed else 403, (method, headers))


class TestDecisions(unittest.TestCase):
    def test_without_a_token_nobody_is_let_in_by_an_empty_one(self):
        access = Access(origins=(PAGE,))
        access.check(Caller('localhost', PAGE))
        for caller in (
            Caller('localhost'),
            Caller('localhost', tokens=('x',)),
            Caller('localhost', tokens=('',)),
        ):
            with self.assertRaises(Refused):
                access.check(caller)

    def test_our_own_address_and_configured_names_are_known(self):
        access = Access(origins=(PAGE,), hosts=('till-1.local',))
        for host in ('till-1.local:8069', '192.0.2.7', '192.0.2.7:8069'):
            access.check(Caller(host, PAGE, address='192.0.2.7'))
        for host in ('till-2.local', '192.0.2.8', None, 'till-1.local@evil', 'till-1.local:x'):
            with self.assertRaises(Refused):
                access.check(Caller(host, PAGE, address='192.0.2.7'))

    def test_what_cannot_be_an_origin_or_host_is_refused_at_the_start(self):
        for origin in ('*', 'null', '', 'pos.example.com', PAGE + '/', PAGE + ':443', PAGE.upper()):
            with self.assertRaises(ConfigError):
                Access(origins=(origin,))
        for host in ('*', '', 'till:8069', 'http://till', 'Till', '192.0.2.7:8069'):
            with self.assertRaises(ConfigError):
                Access(hosts=(host,))
        with self.assertRaises(ConfigError):
            Access(token_required=True)
