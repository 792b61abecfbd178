"""Listening: where, with TLS, and with a log that gives nothing away."""

import asyncio
import contextlib
import logging
import signal
import ssl
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.errors import ConfigError
from pos_hardware_proxy.server import Access, Limits, make_app
from pos_hardware_proxy.server.log import Formatter
from pos_hardware_proxy.server.run import check_address, listening, tls_context

from .fakes import TOKEN, ServerCase, bearer
from .test_stock import ACTION, receipt

OPENSSL = 'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {} -out {}'


class TestTls(ServerCase):
    async def test_a_certificate_of_the_shop_is_used(self):
        with tempfile.TemporaryDirectory() as directory:
            key, certificate = Path(directory, 'key.pem'), Path(directory, 'cert.pem')
            command = OPENSSL.format(key, certificate).split()
            subprocess.run(command, check=True, capture_output=True)
            app = make_app(self.counter, self.access)
            tls = tls_context(certificate, key)
            trusting = ssl.create_default_context(cafile=certificate)
            async with listening(app, '127.0.0.1', 0, tls) as addresses:
                self.url = f'https://localhost:{addresses[0][1]}'
                self.assertIs(await self.result(ACTION, receipt(), ssl=trusting), True)

    async def test_a_certificate_that_cannot_be_used_is_said_in_a_sentence(self):
        with tempfile.TemporaryDirectory() as directory:
            text = Path(directory, 'text.pem')
            text.write_text("no certificate")
            for path in (text, Path(directory, 'missing.pem'), Path(directory)):
                with self.assertRaisesRegex(ConfigError, "readable PEM files"):
                    tls_context(path, path)

    async def test_a_key_with_a_passphrase_is_refused_and_asks_nobody(self):
        with tempfile.TemporaryDirectory() as directory:
            key, certificate = Path(directory, 'key.pem'), Path(directory, 'cert.pem')
            command = OPENSSL.replace('-nodes', '-passout pass:word').format(key, certificate)
            subprocess.run(command.split(), check=True, capture_output=True)
            with self.assertRaisesRegex(ConfigError, "without a passphrase"):
                tls_context(certificate, key)


class TestAddress(unittest.IsolatedAsyncioTestCase):
    def test_other_machines_are_let_in_only_with_a_token(self):
        for host in ('127.0.0.1', '127.0.0.2', '::1', 'localhost'):
            check_address(host, Access())
        for host in ('0.0.0.0', '::', '', None, '192.0.2.7', 'till-1.local'):
            check_address(host, Access(token=TOKEN))
            with self.assertRaisesRegex(ConfigError, "configure a token"):
                check_address(host, Access())

    async def test_an_address_that_cannot_be_is_said_in_a_sentence(self):
        for host in ('a' * 64, '192.0.2.7'):
            with self.assertRaisesRegex(ConfigError, f"cannot listen on {host}"):
                async with listening(make_app(Counter({}, ''), Access(TOKEN)), host, 0):
                    self.fail("a proxy on nobody's address")

    async def test_an_address_that_is_taken_is_said_in_a_sentence(self):
        apps = [make_app(Counter({}, ''), Access()) for _i in range(2)]
        async with listening(apps[0], '127.0.0.1', 0) as addresses:
            with self.assertRaisesRegex(ConfigError, "cannot listen on 127.0.0.1 port"):
                async with listening(apps[1], '127.0.0.1', addresses[0][1]):
                    self.fail("two proxies on one port")


class TestConnections(ServerCase):
    limits = Limits(connections=2)

    async def test_connections_beyond_the_limit_are_closed_and_the_others_go_on(self):
        streams = [await asyncio.open_connection('127.0.0.1', self.port) for _i in range(3)]
        for _reader, writer in streams:
            self.addCleanup(writer.close)
        with contextlib.suppress(ConnectionError):
            self.assertEqual(await asyncio.wait_for(streams[2][0].read(), 20), b'')
        for reader, writer in streams[:2]:
            writer.write(b'GET /hw_proxy/hello HTTP/1.1\r\nHost: localhost\r\n\r\n')
            self.assertIn(b'200 OK', await asyncio.wait_for(reader.readline(), 20))


ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import logging
from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.server import Access, make_app, serve
logging.basicConfig(level=logging.INFO)
serve(make_app(Counter({}, ''), Access()), '127.0.0.1', 0)
"""


class TestServe(unittest.TestCase):
    def test_it_listens_until_it_is_told_to_stop(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            command = [sys.executable, '-c', SERVE]
            with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
                self.assertIn("Listening on [('127.0.0.1', ", process.stderr.readline())
                process.send_signal(number)
                _out, log = process.communicate(timeout=10)
            self.assertEqual((process.returncode, log.splitlines()[-1][-7:]), (0, 'Stopped'))


class TestLog(ServerCase):
    async def test_the_log_holds_no_receipt_and_no_token(self):
        secret = 'U2VjcmV0IGNvbnRlbnQ='
        with self.assertLogs(level=logging.DEBUG) as logs:
            await self.rpc(f'/t/{TOKEN}/p/bar{ACTION}', receipt(secret), headers=bearer())
            await self.rpc(f'/t/wrong-{TOKEN}{ACTION}', receipt(secret))
            await self.send('GET', f'/v1/nowhere/{TOKEN}?token={TOKEN}')
            await self.send('POST', ACTION, data=secret)
            await self._malformed(f'POST /t/{TOKEN} {secret} HTTP/1.1\r\n\r\n')
            await self._malformed(f'POST / HTTP/1.1\r\nHost: a\r\n{TOKEN} {secret}\r\n\r\n')
        text = '\n'.join(logs.output + [record.exc_text or '' for record in logs.records])
        self.assertIn('POST /t/{token}/p/{printer}/hw_proxy/default_printer_action 200', text)
        self.assertNotIn(TOKEN, text)
        self.assertNotIn(secret, text)
        self.assertNotIn('Secret content', text)
        self.assertNotIn('AssertionError', text)

    async def test_a_poll_is_told_only_when_it_fails(self):
        with self.assertLogs('pos_hardware_proxy.server.access', logging.INFO) as logs:
            await self.rpc('/hw_proxy/status_json')
            await self.send('POST', '/hw_proxy/status_json', {'Origin': 'null'})
        (line,) = logs.output
        self.assertIn('status_json 403', line)

    def test_a_defect_is_told_without_the_words_that_may_quote_a_receipt(self):
        line = 'Total 5.00'
        try:
            int(line)
        except ValueError:
            told = Formatter().formatException(sys.exc_info())
        self.assertIn(__file__, told)
        self.assertIn('ValueError', told)
        self.assertNotIn(line, told)

    async def _malformed(self, head):
        reader, writer = await asyncio.open_connection('127.0.0.1', self.port)
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.read(), 20)
        self.assertRegex(answer, rb'^HTTP/1.[01] 400 ')
        writer.close()
