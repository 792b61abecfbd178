"""The virtual printer on a port behaves as printers do on 9100."""

import socket
import unittest

from escpos.printer import Network
from pos_hardware_proxy.contracts import Fault
from pos_hardware_proxy.virtual.printer import VirtualPrinter
from pos_hardware_proxy.virtual.tcp import TcpPrinter
from tests.virtual.helpers import CUT


class TestTcpPrinter(unittest.TestCase):
    def setUp(self):
        self.printer = VirtualPrinter('kitchen')
        server = self.enterContext(TcpPrinter(self.printer))
        self.address = server.address

    def connect(self):
        return self.enterContext(socket.create_connection(self.address, timeout=20))

    def test_bytes_are_printed_and_requests_answered(self):
        line = self.connect()
        line.sendall(b'2 x Soup\n' + CUT + b'\x10\x04\x01')
        self.assertEqual(line.recv(1), b'\x16')
        self.assertEqual(self.printer.tray.receipts[0].text_lines, ('2 x Soup',))

    def test_one_connection_follows_the_other(self):
        for number in (1, 2):
            with socket.create_connection(self.address, timeout=20) as line:
                line.sendall(b'%d\n' % number + CUT + b'\x1dr\x01')
                self.assertEqual(line.recv(1), b'\x00')
        self.assertEqual(len(self.printer.tray), 2)

    def test_a_reset_ends_the_connection(self):
        line = self.connect()
        line.sendall(b'\x1dr\x01')
        line.recv(1)
        self.printer.reset()
        self.assertEqual(line.recv(1), b'')

    def test_an_unplugged_printer_ends_a_connection_at_once(self):
        self.printer.switch('unplugged', True)
        self.assertEqual(self.connect().recv(1), b'')

    def test_python_escpos_prints_on_it(self):
        host, port = self.address
        device = Network(host, port, timeout=5)
        device.textln('Grüße')
        device.qr('https://example.com', native=True)
        device.barcode('4006381333931', 'EAN13', function_type='B')
        device.cut()
        self.printer.switch('near_end', True)
        self.assertEqual((device.is_online(), device.paper_status()), (True, 1))
        self.printer.switch(Fault.PAPER_OUT, True)
        self.assertEqual((device.is_online(), device.paper_status()), (False, 0))
        device.close()
        (receipt,) = self.printer.tray.receipts
        self.assertEqual(receipt.text_lines[0], 'Grüße')
        self.assertEqual([code.kind for code in receipt.codes], ['QR', 'EAN13'])
