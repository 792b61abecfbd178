"""Whom the proxy believes to be Odoo, and what it sends to whom."""

import asyncio
import socket
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import aiohttp
from aiohttp import web
from pos_hardware_proxy.config.settings import AccessSettings, ServerSettings, Settings
from pos_hardware_proxy.odoo import Pairing
from pos_hardware_proxy.odoo.client import Odoo, OdooError
from pos_hardware_proxy.odoo.greeting import address_towards, own_address
from pos_hardware_proxy.odoo.link import Link
from pos_hardware_proxy.odoo.names import Resolver

from .fake import QUIET, TOKEN, FakeOdoo

HELLO = '/pos_hardware/proxy/hello'
OPENSSL = (
    'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost'
    ' -addext subjectAltName=DNS:localhost -keyout {0}/key.pem -out {0}/cert.pem'
)


class TestTrust(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        command = OPENSSL.format(self.place).split()
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
        self.asked = []
        app = web.Application()
        app.router.add_post(HELLO, self.hello)
        runner = web.AppRunner(app, logger=QUIET)
        await runner.setup()
        self.addAsyncCleanup(runner.cleanup)
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(self.place / 'cert.pem', self.place / 'key.pem')
        await web.TCPSite(runner, 'localhost', 0, ssl_context=tls).start()
        self.port = runner.addresses[0][1]

    async def hello(self, request):
        self.asked.append(request.headers['Authorization'])
        return web.json_response({'result': {}})

    async def ask(self, host):
        async with Odoo(Pairing(f'https://{host}:{self.port}', TOKEN), Link()) as odoo:
            return await odoo.ask(HELLO, {})

    async def test_nothing_is_told_to_who_has_no_certificate_that_is_trusted(self):
        with self.assertRaises(OdooError) as caught:
            await self.ask('localhost')
        self.assertIn("certificate", caught.exception.message)
        self.assertEqual(self.asked, [])

    async def test_an_authority_that_the_machine_knows_is_trusted_for_its_name_only(self):
        trusting = ssl.create_default_context(cafile=self.place / 'cert.pem')
        with mock.patch('aiohttp.connector._SSL_CONTEXT_VERIFIED', trusting):
            self.assertEqual(await self.ask('localhost'), {})
            with self.assertRaises(OdooError) as caught:
                await self.ask('127.0.0.1')
        self.assertIn("certificate", caught.exception.message)
        self.assertEqual(self.asked, [f'Bearer {TOKEN}'])


class TestRedirect(unittest.IsolatedAsyncioTestCase):
    async def test_the_token_is_sent_nowhere_else(self):
        async with FakeOdoo() as other, FakeOdoo() as odoo:
            headers = {'Location': other.url + HELLO}
            odoo.answers[HELLO] = lambda _request: web.Response(status=307, headers=headers)
            async with Odoo(Pairing(odoo.url, TOKEN), Link()) as client:
                with self.assertRaises(OdooError):
                    await client.ask(HELLO, {})
            self.assertEqual(other.headers, [])


class TestNames(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)

    async def test_a_name_becomes_the_addresses_that_the_machine_knows(self):
        resolver = Resolver()
        found = await resolver.resolve('localhost', 80)
        self.assertIn(found[0]['host'], {'127.0.0.1', '::1'})
        self.assertEqual(found[0]['port'], 80)
        await resolver.close()

    async def test_a_name_that_nobody_knows_is_an_odoo_that_is_not_reached(self):
        gone = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        with mock.patch('socket.getaddrinfo', side_effect=gone):
            async with Odoo(Pairing('https://shop.example', TOKEN), Link()) as odoo:
                with self.assertRaises(OdooError) as caught:
                    await odoo.ask(HELLO, {})
                self.assertEqual(caught.exception.code, 'unreached')
                with self.assertRaises(OdooError):
                    async with odoo.socket():
                        self.fail("There is no line")


class TestOwnAddress(unittest.TestCase):
    def test_tills_are_told_where_the_proxy_can_be_reached(self):
        for server, hosts, address in [
            (ServerSettings(), (), 'http://127.0.0.1:8069'),
            (ServerSettings('192.0.2.7', 80), (), 'http://192.0.2.7:80'),
            (ServerSettings('::1'), (), 'http://[::1]:8069'),
            (ServerSettings('0.0.0.0'), ('till1.local',), 'http://till1.local:8069'),
            (ServerSettings('0.0.0.0', certificate='a', key='b'), (), 'https://127.0.0.1:8069'),
        ]:
            settings = Settings(server, AccessSettings(hosts=hosts))
            self.assertEqual(own_address(settings, 'http://127.0.0.1:8070'), address)

    def test_without_a_network_it_is_this_machine(self):
        with mock.patch('socket.getaddrinfo', side_effect=OSError):
            self.assertEqual(address_towards('shop.example.com'), '127.0.0.1')


class TestNothingIsKept(unittest.IsolatedAsyncioTestCase):
    async def test_no_cookie_of_odoo_is_sent_back(self):
        async with FakeOdoo() as odoo:

            def answer(_request):
                response = web.json_response({'result': {}})
                response.set_cookie('session_id', 'x')
                return response

            odoo.answers[HELLO] = answer
            async with Odoo(Pairing(odoo.url, TOKEN), Link()) as client:
                await client.ask(HELLO, {})
                await client.ask(HELLO, {})
                self.assertIsInstance(client._session.cookie_jar, aiohttp.DummyCookieJar)
            for _path, headers in odoo.headers:
                self.assertNotIn('Cookie', headers)
                self.assertNotIn('User-Agent', headers)
