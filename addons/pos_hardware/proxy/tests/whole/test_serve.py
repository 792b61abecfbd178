"""What a shop starts is what was built: the process, its configuration, all rooms together."""

import base64
import io
import json
import signal
import subprocess
import sys
import unittest
import uuid

import zxingcpp
from PIL import Image, ImageDraw

from .running import ROOT, Proxy

LINES = [
    {'type': 'text', 'text': "Чек, Απόδειξη, reçu 5 €"},
    {'type': 'qr', 'data': 'https://shop.example.com/1'},
    {'type': 'cut'},
]


def picture():
    """Return a JPEG as the stock client sends it, as base64."""
    image = Image.new('RGB', (512, 200), 'white')
    ImageDraw.Draw(image).text((20, 20), "Receipt", fill='black', font_size=60)
    file = io.BytesIO()
    image.save(file, 'JPEG')
    return base64.b64encode(file.getvalue()).decode()


def job(printer='receipt', lines=LINES, number=None):
    return {
        'uuid': str(number or uuid.uuid4()),
        'printer': printer,
        'kind': 'receipt',
        'receipt': {'version': 1, 'lines': lines},
    }


class TestVirtualCounter(unittest.TestCase):
    """`serve --virtual` is a whole counter without a line of configuration about printers."""

    @classmethod
    def setUpClass(cls):
        cls.proxy = cls.enterClassContext(Proxy('', '--virtual'))

    def receipts(self, printer):
        state = json.loads(self.proxy.get('/virtual/state')[1])
        return next(seen['receipts'] for seen in state['printers'] if seen['name'] == printer)

    def newest(self, printer):
        number = self.receipts(printer)[0]['number']
        _status, png = self.proxy.get(f'/virtual/printers/{printer}/receipts/{number}.png')
        return Image.open(io.BytesIO(png))

    def fault(self, name, *, on):
        status, _body = self.proxy.own_page('printers/receipt/fault', {'fault': name, 'on': on})
        self.assertLess(status, 300)

    def test_the_stock_client_prints_a_picture(self):
        self.assertTrue(self.proxy.stock('handshake'))
        before = len(self.receipts('receipt'))
        result = self.proxy.stock(
            'default_printer_action', data={'action': 'print_receipt', 'receipt': picture()}
        )
        self.assertIs(result, True)
        self.assertEqual(len(self.receipts('receipt')), before + 1)

    def test_a_printer_in_the_path_prints_the_ticket_of_the_kitchen(self):
        body = {'params': {'data': {'action': 'print_receipt', 'receipt': picture()}}}
        status, answer = self.proxy.ask(
            'POST',
            '/p/kitchen/hw_proxy/default_printer_action',
            body,
            Origin='http://shop.example.com',
        )
        self.assertEqual((status, json.loads(answer)['result']), (200, True))
        self.assertEqual(len(self.receipts('kitchen')), 1)

    def test_a_structured_receipt_comes_out_with_a_code_that_scanners_read(self):
        status, answer = self.proxy.ask('POST', '/v1/jobs?wait=10', job())
        told = json.loads(answer)
        self.assertEqual((status, told['state'], told['confirmed']), (201, 'done', True))
        codes = [code.text for code in zxingcpp.read_barcodes(self.newest('receipt'))]
        self.assertEqual(codes, ['https://shop.example.com/1'])

    def test_the_same_uuid_prints_once(self):
        number = uuid.uuid4()
        before = len(self.receipts('receipt'))
        answers = [self.proxy.ask('POST', '/v1/jobs?wait=10', job(number=number)) for _ in 'ab']
        self.assertEqual([status for status, _body in answers], [201, 200])
        self.assertEqual(len(self.receipts('receipt')), before + 1)

    def test_missing_paper_is_told_and_nothing_is_printed(self):
        self.fault('paper_out', on=True)
        self.addCleanup(self.fault, 'paper_out', on=False)
        before = len(self.receipts('receipt'))
        result = self.proxy.stock(
            'default_printer_action', data={'action': 'print_receipt', 'receipt': picture()}
        )
        self.assertIs(result['result'], False)
        self.assertIn('paper_out', json.dumps(result))
        self.fault('paper_out', on=False)
        self.assertEqual(len(self.receipts('receipt')), before)

    def test_drawer_scale_and_scanner_work(self):
        self.assertIs(self.proxy.stock('default_printer_action', data={'action': 'cashbox'}), True)
        state = json.loads(self.proxy.get('/virtual/state')[1])
        self.assertTrue(state['drawer']['open'])
        self.proxy.own_page('scale', {'weight': 0.75, 'stable': True})
        self.assertEqual(self.proxy.stock('scale_read'), {'weight': 0.75})

    def test_nobody_else_gets_anything_done(self):
        body = {'params': {'data': {'action': 'cashbox'}}}
        path = '/hw_proxy/default_printer_action'
        status, _answer = self.proxy.ask('POST', path, body, Origin='https://evil.example')
        self.assertEqual(status, 403)
        headers = {'Origin': 'http://shop.example.com', 'Host': 'rebound.example'}
        self.assertEqual(self.proxy.ask('POST', path, body, **headers)[0], 403)
        self.assertEqual(self.proxy.ask('POST', path, body, Authorization='')[0], 401)


class TestServe(unittest.TestCase):
    def test_without_a_printer_every_print_fails_and_says_so(self):
        with Proxy() as proxy:
            self.assertIn("No printer is configured", proxy.log)
            result = proxy.stock(
                'default_printer_action', data={'action': 'print_receipt', 'receipt': picture()}
            )
            self.assertIs(result['result'], False)
            self.assertIn('not_configured', json.dumps(result))
            self.assertEqual(proxy.get('/virtual/state')[0], 404)

    def test_its_log_tells_what_was_done_and_no_polls(self):
        with Proxy('', '--virtual') as proxy:
            proxy.ask('POST', '/v1/jobs?wait=10', job())
            proxy.stock('status_json')
            proxy.end(signal.SIGTERM)
            self.assertIn("INFO pos_hardware_proxy.server.run: Listening on", proxy.log)
            self.assertIn("POST /v1/jobs 201", proxy.log)
            self.assertNotIn('status_json', proxy.log)
            proxy.start()

    def test_it_ends_when_it_is_told_to_and_goes_on_with_what_it_knew(self):
        with Proxy('', '--virtual') as proxy:
            request = job()
            self.assertEqual(proxy.ask('POST', '/v1/jobs?wait=10', request)[0], 201)
            self.assertEqual(proxy.end(signal.SIGTERM), 0)
            proxy.start()
            status, answer = proxy.ask('POST', '/v1/jobs?wait=10', request)
            self.assertEqual((status, json.loads(answer)['state']), (200, 'done'))
            state = json.loads(proxy.get('/virtual/state')[1])
            self.assertFalse(any(printer['receipts'] for printer in state['printers']))

    def test_what_cannot_be_is_refused_before_it_starts(self):
        for printers, words in [
            ('[printers.a]\nconnection = "virtual"\ndots = 576', "serve --virtual"),
            ('[printers.a]\nconnection = "tcp"\nhost = "192.0.2.1"', "set 'dots'"),
            ('[printers.a]\nconnection = "tcp"\ndots = 576', "'host' is missing"),
        ]:
            with self.subTest(words):
                proxy = Proxy(printers)
                command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', '--config']
                ended = subprocess.run(
                    [*command, proxy.config], cwd=ROOT, capture_output=True, text=True, check=False
                )
                self.assertEqual(ended.returncode, 1)
                self.assertIn(words, ended.stderr)
                self.assertNotIn("Traceback", ended.stderr)
