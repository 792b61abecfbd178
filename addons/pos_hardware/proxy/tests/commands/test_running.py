"""Commands speak with the proxy that runs, and tell plainly when there is none."""

import contextlib
import io
import json
import ssl
import subprocess
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.cli import main
from pos_hardware_proxy.commands.running import address_of
from pos_hardware_proxy.config import ServerSettings

OPENSSL = """\
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=shop -keyout {place}/ca.key -out {place}/ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN=till -keyout {place}/till.key -out {place}/till.csr
openssl x509 -req -in {place}/till.csr -CA {place}/ca.pem -CAkey {place}/ca.key -CAcreateserial \
-out {place}/till.pem
"""
CONFIG = '[server]\nport = {port}\n[access]\ntoken = "0123456789abcdef"\n'


class Answers(BaseHTTPRequestHandler):
    """A proxy that says what the test wants, and keeps what it was asked."""

    asked, status, answer = None, 200, None

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'] or 0))
        type(self).asked = (self.path, self.headers['Authorization'], json.loads(body or b'null'))
        data = json.dumps(self.answer).encode()
        self.send_response(self.status)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST

    def log_message(self, *_words):
        """Stay quiet."""


class TestRunning(unittest.TestCase):
    def setUp(self):
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def command(self, *words, port):
        """Run a command with a configuration; return its code and what it said."""
        path = self.place / 'proxy.toml'
        path.write_text(CONFIG.format(port=port))
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main([words[0], '--config', str(path), *words[1:]])
        return code, said.getvalue()

    @contextlib.contextmanager
    def proxy(self, answer, status=200):
        handler = type('Handler', (Answers,), {'answer': answer, 'status': status})
        server = handler.server = HTTPServer(('127.0.0.1', 0), handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.01})
        thread.start()
        try:
            yield server.server_port, handler
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def test_the_address_of_a_proxy_is_that_of_its_settings(self):
        for host, address in (
            ('::1', 'http://[::1]:8069'),
            ('::', 'http://[::1]:8069'),
            ('0.0.0.0', 'http://127.0.0.1:8069'),
            ('till.local', 'http://till.local:8069'),
        ):
            self.assertEqual(address_of(ServerSettings(host)), address)

    def test_without_a_token_the_configuration_is_blamed(self):
        with mock.patch(f'{__name__}.CONFIG', '[server]\nport = {port}\n'):
            code, said = self.command('status', port=1)
        self.assertEqual(code, 1)
        self.assertIn("access.token", said)

    def test_no_proxy_is_told_with_its_address(self):
        with self.proxy({}) as (port, _handler):
            pass
        code, said = self.command('status', port=port)
        self.assertEqual(code, 1)
        self.assertIn(f"No proxy answers at http://127.0.0.1:{port}", said)

    def test_status_fails_when_a_device_cannot_work(self):
        device = {'name': 'receipt', 'faults': [], 'near_end': True, 'answered': True}
        with self.proxy({'printers': [device]}) as (port, handler):
            code, said = self.command('status', port=port)
            self.assertEqual(handler.asked[:2], ('/v1/devices', 'Bearer 0123456789abcdef'))
        self.assertEqual(code, 0)
        self.assertIn("near end of paper", said)
        with self.proxy({'printers': [{**device, 'faults': ['cover_open']}]}) as (port, _handler):
            code, said = self.command('status', port=port)
        self.assertEqual(code, 1)
        self.assertIn("cover_open", said)

    def test_status_fails_when_the_paired_odoo_is_not_reached(self):
        odoo = {'url': 'https://a.example', 'database': '', 'name': "Till 1", 'message': ''}
        for state, expected in (('online', 0), ('offline', 1), ('revoked', 1)):
            told = {'printers': [], 'odoo': {**odoo, 'state': state, 'websocket': True}}
            with self.proxy(told) as (port, _handler):
                code, said = self.command('status', port=port)
            self.assertEqual(code, expected)
            self.assertIn(f"https://a.example as 'Till 1', {state}", said)

    def test_a_test_receipt_is_printed_and_its_end_is_told(self):
        failed = {'state': 'failed', 'message': "The paper is out.", 'confirmed': False}
        with self.proxy(failed) as (port, handler):
            code, said = self.command('print-test', 'receipt', port=port)
            path, _token, job = handler.asked
        self.assertEqual((code, path, job['printer']), (1, '/v1/jobs?wait=30', 'receipt'))
        self.assertIn("receipt: failed: The paper is out.", said)
        with self.proxy({'state': 'done', 'message': '', 'confirmed': True}) as (port, _handler):
            self.assertEqual(
                self.command('print-test', 'bar', port=port),
                (0, "bar: done: confirmed by the printer\n"),
            )

    def test_a_certificate_is_trusted_without_that_of_its_issuer(self):
        for command in OPENSSL.format(place=self.place).splitlines():
            subprocess.run(command.split(), check=True, capture_output=True)
        files = [str(self.place / name) for name in ('till.pem', 'till.key')]
        named = 'certificate = "{}"\nkey = "{}"\n[access]'.format(*files)
        config = CONFIG.replace('[access]', named)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*files)
        with self.proxy({'printers': []}) as (port, handler):
            handler.server.socket = tls.wrap_socket(handler.server.socket, server_side=True)
            with mock.patch(f'{__name__}.CONFIG', config):
                code, said = self.command('status', port=port)
        self.assertEqual((code, said.split()), (0, ['Odoo', 'not', 'paired']))

    def test_a_refusal_is_told_in_the_words_of_the_proxy(self):
        refusal = {'error': {'code': 'unknown_printer', 'message': "There is no printer bar."}}
        with self.proxy(refusal, 404) as (port, _handler):
            code, said = self.command('print-test', 'bar', port=port)
        self.assertEqual((code, said), (1, "There is no printer bar.\n"))
        with self.proxy([], 502) as (port, _handler):
            code, said = self.command('status', port=port)
        self.assertEqual(code, 1)
        self.assertIn("The proxy refused: HTTP Error 502", said)
