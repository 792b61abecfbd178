"""The same truth over a real line."""

import threading

from pos_hardware_proxy.contracts import Fault, JobState, PrinterSettings
from pos_hardware_proxy.transport import open_transport

from .common import PrinterCase
from .tcp import TcpPrinter

LONG = bytes(range(0x20, 0x7F)) * 500


class TestTcp(PrinterCase):
    settings = {'connection': 'tcp'}

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(TcpPrinter(self.emulator))
        address = {'host': '127.0.0.1', 'port': self.server.port}
        self.line = open_transport(PrinterSettings('bar', 'tcp', address))

    def test_a_job_is_printed_and_confirmed(self):
        for confirms in (True, False):
            self.start(confirms=confirms)
            job = self.print(LONG)
            self.assertEqual((job.state, job.confirmed), (JobState.DONE, True))
            self.printer.stop()
        self.assertEqual(self.emulator.text, LONG * 2)

    def test_a_connection_that_breaks_in_the_middle_leaves_the_job_unknown(self):
        self.emulator.at = {2000: self.server.reset}
        self.start()
        job = self.print(LONG)
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'gone'))
        self.assertEqual(self.print(b'next').state, JobState.DONE)
        self.assertEqual(self.emulator.text.count(LONG), 0)

    def test_paper_that_ends_in_the_middle_leaves_the_job_unknown(self):
        self.emulator.at = {2000: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}
        self.start()
        job = self.print(LONG)
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, Fault.PAPER_OUT))

    def test_an_idle_line_is_left_to_other_tills(self):
        self.start()
        self.print()
        self.wait(lambda: not self.line.is_open)
        self.assertEqual(self.print(b'next').state, JobState.DONE)

    def test_a_printer_that_closes_idle_lines_harms_no_job(self):
        self.start()
        for number in range(5):
            self.assertEqual(self.print(b'%d' % number).state, JobState.DONE)
            self.server.reset()
        self.assertEqual(self.emulator.text, b'01234')

    def test_a_hundred_clients_at_once_are_all_served(self):
        self.start()
        states, threads = [], []
        for number in range(100):
            threads.append(
                threading.Thread(target=lambda n=number: states.append(self.print(b'<%d>' % n)))
            )
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({job.state for job in states}, {JobState.DONE})
        for number in range(100):
            self.assertEqual(self.emulator.text.count(b'<%d>' % number), 1)
