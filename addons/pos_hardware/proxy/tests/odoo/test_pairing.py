"""How a proxy is paired: the code, the file, and who may read it."""

import asyncio
import contextlib
import io
import os
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from aiohttp import web
from pos_hardware_proxy import cli
from pos_hardware_proxy.commands import status
from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.odoo import (
    Pairing,
    begin,
    forget_pairing,
    make_room,
    origin_of,
    pair,
    read_pairing,
    write_pairing,
)

from .fake import TOKEN, FakeOdoo, until

TOO_MANY = {'error': {'data': {'name': 'odoo.exceptions.UserError', 'message': 'Try\n later.'}}}


class TestAddress(unittest.TestCase):
    def test_an_address_is_taken_as_it_is_copied_from_a_browser(self):
        for text, origin in [
            ('https://shop.example.com', 'https://shop.example.com'),
            (' HTTPS://Shop.Example.com/odoo/pos?x=1#y ', 'https://shop.example.com'),
            ('https://shop.example.com:443/', 'https://shop.example.com'),
            ('http://192.0.2.7:8069', 'http://192.0.2.7:8069'),
            ('http://[2001:db8::1]:8069/web', 'http://[2001:db8::1]:8069'),
            ('https://bäckerei.example', 'https://xn--bckerei-5wa.example'),
        ]:
            self.assertEqual(origin_of(text), origin)

    def test_what_is_no_address_is_refused_in_words(self):
        for text in (
            '',
            'shop.example.com',
            'ftp://a.example',
            'https://',
            'https://a:b@c.example',
        ):
            with self.subTest(text), self.assertRaises(ProxyError) as caught:
                origin_of(text)
            self.assertIn('https://shop.example.com', caught.exception.message)
        for text in (
            'https://a.example:99999',
            'https://[::1',
            'https://a b.example',
            'https://..',
        ):
            with self.subTest(text), self.assertRaises(ProxyError):
                origin_of(text)


class TestFile(unittest.TestCase):
    def setUp(self):
        self.path = Path(self.enterContext(tempfile.TemporaryDirectory())) / 'state' / 'odoo.json'
        self.pairing = Pairing('https://shop.example.com', TOKEN, 'shop', "Till 1")

    def test_it_is_its_users_alone_and_replaces_an_earlier_one(self):
        make_room(self.path)
        write_pairing(self.path, Pairing('https://old.example.com', 'old'))
        write_pairing(self.path, self.pairing)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(read_pairing(self.path), self.pairing)
        self.assertEqual([file.name for file in self.path.parent.iterdir()], ['odoo.json'])

    @unittest.skipUnless(hasattr(os, 'geteuid') and os.geteuid() == 0, "root gives files away")
    def test_what_root_writes_belongs_to_the_user_of_the_jobs(self):
        make_room(self.path)
        os.chown(self.path.parent, 65534, 65534)
        write_pairing(self.path, self.pairing)
        self.assertEqual(self.path.stat().st_uid, 65534)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o600)

    def test_none_is_none_and_half_of_one_is_an_error(self):
        self.assertIsNone(read_pairing(self.path))
        make_room(self.path)
        for text in (
            '',
            '{}',
            '[]',
            '7',
            '{"url": "x", "token": "y"}',
            '[' * 9000,
            '\xff',
            '{"url": "https://a.example", "token": 7}',
            '{"url": "https://a.example"}',
            '{"url": "https://a.example", "token": "x", "other": "y"}',
        ):
            self.path.write_text(text)
            with self.subTest(text[:40]), self.assertRaises(ProxyError):
                read_pairing(self.path)

    def test_what_is_forgotten_is_gone(self):
        self.assertFalse(forget_pairing(self.path))
        make_room(self.path)
        write_pairing(self.path, self.pairing)
        self.assertTrue(forget_pairing(self.path))
        self.assertIsNone(read_pairing(self.path))

    def test_no_secret_is_in_what_is_shown_of_it(self):
        self.assertNotIn(TOKEN, repr(self.pairing))
        self.assertNotIn(TOKEN, self.pairing.key)


class PairCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.odoo = await self.enterAsyncContext(FakeOdoo())
        self.enterContext(mock.patch.object(begin, 'INTERVALS', (0, 0.02)))
        self.shown = []

    def pair(self, database='', name='till-1'):
        return pair(self.odoo.url, database, name, lambda *shown: self.shown.append(shown))


class TestPair(PairCase):
    async def test_a_code_is_shown_and_its_entry_waited_for(self):
        self.odoo.entered = False
        task = asyncio.ensure_future(self.pair('shop', "Counter"))
        await until(lambda: self.shown)
        self.assertEqual(self.shown, [('WDJB-MJHT', 60)])
        await asyncio.sleep(0.1)
        self.assertFalse(task.done())
        self.odoo.entered = True
        pairing = await task
        self.assertEqual(pairing, Pairing(self.odoo.url, TOKEN, 'shop', 'Till 1'))
        self.assertEqual(self.odoo.begun[0][0], "Counter")
        for path, headers in self.odoo.headers:
            self.assertNotIn('?', path)
            self.assertEqual(headers['X-Odoo-Database'], 'shop')
            self.assertNotIn('Authorization', headers)

    async def test_a_code_that_nobody_enters_expires(self):
        self.odoo.entered, self.odoo.expires_in = False, 1
        start = time.monotonic()
        with self.assertRaises(ProxyError) as caught:
            await self.pair()
        self.assertEqual(caught.exception.code, 'expired')
        self.assertLess(time.monotonic() - start, 20)

    async def test_a_line_that_fails_meanwhile_ends_nothing(self):
        self.odoo.entered = False
        task = asyncio.ensure_future(self.pair())
        await until(lambda: self.shown)
        await self.odoo.go_down()
        await asyncio.sleep(0.1)
        await self.odoo.come_back()
        self.odoo.entered = True
        self.assertEqual((await task).token, TOKEN)

    async def test_who_does_not_answer_as_odoo_is_named_in_words(self):
        path = '/pos_hardware/pair/begin'
        for answer, words in [
            (lambda _request: web.Response(status=404), "is pos_hardware installed"),
            (lambda _request: web.Response(status=401), "wants a login"),
            (
                lambda _request: web.Response(text="<html>", content_type='text/html'),
                "200 text/html",
            ),
            (lambda _request: web.json_response({'result': {}}), "no user_code"),
            (lambda _request: web.json_response({'error': {'code': 404}}), "--database"),
            (lambda _request: web.json_response({'error': {'code': 0}}), "see its log"),
            (lambda _request: web.json_response(TOO_MANY), "Odoo says: Try later."),
            (
                lambda _request: web.Response(status=302, headers={'Location': '/x'}),
                "is this its address",
            ),
        ]:
            self.odoo.answers[path] = answer
            with self.subTest(words), self.assertRaises(ProxyError) as caught:
                await self.pair()
            self.assertIn(words, caught.exception.message)


class TestCommands(PairCase):
    """`pair`, `status` and `unpair` as they are typed."""

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.config = self.place / 'proxy.toml'
        self.config.write_text(f'[spool]\npath = "{self.place}/new/jobs.sqlite"\n')
        self.path = self.place / 'new' / 'odoo.json'

    async def command(self, *arguments):
        """Run a command in a thread; return its code and what it wrote."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = await asyncio.to_thread(cli.main, [*arguments, '--config', str(self.config)])
        return code, out.getvalue(), err.getvalue()

    async def test_a_proxy_is_paired_and_unpaired(self):
        code, out, err = await self.command('pair', self.odoo.url + '/odoo', '--name', 'Counter')
        self.assertEqual(code, 0, err)
        self.assertIn('WDJB-MJHT', out)
        self.assertIn("Paired with", out)
        self.assertIn("http, not https", err)
        self.assertNotIn(TOKEN, out + err)
        self.assertEqual(read_pairing(self.path).token, TOKEN)
        self.assertIn("revoke the proxy", (await self.command('unpair'))[1])
        self.assertFalse(self.path.exists())
        self.assertIn("is not paired", (await self.command('unpair'))[1])

    async def test_where_the_file_cannot_be_written_no_code_is_asked_for(self):
        (self.place / 'new').write_text("a file where the directory should be")
        code, _out, err = await self.command('pair', self.odoo.url)
        self.assertEqual(code, 1)
        self.assertIn("run this as root", err)
        self.assertEqual(self.odoo.begun, [])


class TestStatus(unittest.TestCase):
    def test_it_says_in_one_line_how_it_stands(self):
        told = {'url': 'https://a.example', 'database': 'shop', 'name': "Till 1", 'message': ''}
        for values, line in [
            (None, "not paired"),
            ({'state': 'online', 'websocket': True}, "https://a.example shop as 'Till 1', online"),
            ({'state': 'online', 'websocket': False}, "jobs come late"),
            ({'state': 'revoked', 'message': "pair it again", 'websocket': False}, "pair it again"),
        ]:
            self.assertIn(line, status.describe_odoo(values and {**told, **values}))
        broken = {
            'url': None,
            'database': None,
            'name': None,
            'state': 'unpaired',
            'message': "cannot be read",
            'websocket': False,
        }
        self.assertEqual(status.describe_odoo(broken), "unpaired, cannot be read")
