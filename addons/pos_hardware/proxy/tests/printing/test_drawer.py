"""The drawer opens for who stands before it, once, and never later."""

import time
from concurrent.futures import CancelledError
from dataclasses import replace

from pos_hardware_proxy.contracts import Fault, JobState
from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.printing.drawer import count_pulses

from .common import PULSE, PrinterCase
from .limits import LIMITS

ONE_PIN_AND_THE_OTHER = b'\x1bp\x00\x19\x19\x10\x14\x01\x01\x05'


class TestDrawer(PrinterCase):
    limits = replace(LIMITS, end=5)

    def open(self, age=0.0):
        return self.printer.open_drawer(time.monotonic() - age)

    def refused(self, future, code):
        with self.assertRaises(ProxyError) as caught:
            future.result(20)
        self.assertEqual(caught.exception.code, code)

    def pulses(self):
        return self.emulator.text.count(PULSE)

    def test_a_pulse_is_sent_at_once(self):
        self.start()
        self.open().result(20)
        self.assertEqual(self.emulator.text, PULSE)

    def test_a_pulse_that_is_too_old_is_dropped(self):
        self.start()
        self.refused(self.open(age=LIMITS.pulse_age + 0.01), 'too_late')
        self.assertEqual(self.pulses(), 0)

    def test_a_pulse_that_gets_too_old_while_the_line_is_opened_is_dropped(self):
        self.start()
        self.wait(lambda: self.printer.status().asked_at)
        drain = self.line.drain

        def slow():
            time.sleep(LIMITS.pulse_age)
            drain()

        self.line.drain = slow
        self.refused(self.open(), 'too_late')
        self.assertEqual(self.pulses(), 0)

    def test_a_pulse_goes_before_waiting_jobs_but_not_into_one(self):
        self.emulator.deaf = True
        self.start()
        first, second = self.submit(b'first'), self.submit(b'second')
        self.wait(lambda: b'first' in self.emulator.buffer)
        opened = self.open(age=LIMITS.pulse_age - 10)  # in the future: it does not get too old here
        self.emulator.switch(deaf=False)
        for future in (first.ended, second.ended, opened):
            future.result(20)
        self.assertEqual(self.emulator.text, b'first' + PULSE + b'second')

    def test_who_waits_behind_a_long_job_is_told_in_time_and_no_pulse_follows(self):
        self.emulator.deaf = True
        self.start()
        job = self.submit()
        self.wait(lambda: b'receipt' in self.emulator.buffer)
        self.refused(self.open(), 'too_late')
        self.assertFalse(job.ended.done())
        self.emulator.switch(deaf=False)
        job.ended.result(20)
        self.assertEqual(self.print(b'next').state, JobState.DONE)
        self.assertEqual(self.emulator.text, b'receiptnext')

    def test_a_printer_with_a_fault_gets_no_pulse(self):
        for fault in (Fault.OFFLINE, Fault.PAPER_OUT):
            self.emulator.switch(faults={fault})
            if not self.printer:
                self.start()
            self.refused(self.open(), fault)
        self.emulator.switch(faults=set(), gone=True)
        self.wait(lambda: self.printer.status().faults == {Fault.UNREACHABLE})
        with self.assertRaises(ProxyError):
            self.open().result(20)
        self.emulator.switch(gone=False)
        self.wait(lambda: self.printer.status().ready)
        self.assertEqual(self.pulses(), 0)

    def test_the_drawer_opens_once_in_a_while(self):
        self.start()
        self.open().result(20)
        self.refused(self.open(), 'too_often')
        time.sleep(LIMITS.pulse_gap)
        self.open().result(20)
        self.assertEqual(self.pulses(), 2)

    def test_a_job_with_a_pulse_counts_and_waits(self):
        self.start()
        started = time.monotonic()
        self.open().result(20)
        self.assertEqual(self.print(b'receipt' + PULSE).state, JobState.DONE)
        self.assertGreaterEqual(time.monotonic() - started, LIMITS.pulse_gap)
        self.refused(self.open(), 'too_often')

    def test_a_job_full_of_pulses_is_refused(self):
        self.start()
        job = self.print(PULSE * 3)
        self.assertEqual((job.state, job.code), (JobState.FAILED, 'too_many_pulses'))
        self.assertEqual(self.pulses(), 0)

    def test_a_printer_without_a_drawer_says_so(self):
        self.start()
        self.printer._has_drawer = False
        self.refused(self.open(), 'no_drawer')

    def test_who_gave_up_waiting_harms_nobody(self):
        self.emulator.deaf = True
        self.start()
        job, opened = self.submit(), self.open()
        self.wait(lambda: b'receipt' in self.emulator.buffer)
        job.ended.cancel()
        opened.cancel()
        with self.assertNoLogs('pos_hardware_proxy'):
            self.emulator.switch(deaf=False)
            self.assertEqual(self.print(b'next').state, JobState.DONE)
        with self.assertRaises(CancelledError):
            job.ended.result(0)

    def test_stopping_tells_who_waits(self):
        self.emulator.deaf = True
        self.start()
        self.submit()
        self.wait(lambda: b'receipt' in self.emulator.buffer)
        opened = self.open(age=-10)
        self.printer.stop()
        self.refused(opened, 'stopped')


class TestPulses(PrinterCase):
    def test_pulses_are_counted_in_whatever_bytes(self):
        self.assertEqual(count_pulses(b'text' + ONE_PIN_AND_THE_OTHER), 2)
        self.assertEqual(count_pulses(b'\x1bpX\x1bp'), 0)
        self.assertEqual(count_pulses(b'\x1bp1..\x1bp\x01..'), 2)
