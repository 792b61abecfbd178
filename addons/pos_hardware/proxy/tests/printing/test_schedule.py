"""Whatever happens in whatever order: what is told of a job agrees with the paper."""

import re
import time
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.contracts import Fault, JobState
from pos_hardware_proxy.errors import ProxyError

from .common import PrinterCase
from .limits import LIMITS

FAULTS = st.sampled_from((Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER))
STEPS = st.one_of(
    st.tuples(st.just('submit'), st.integers(0, 9)),
    st.tuples(st.just('submit'), st.integers(0, 9)),
    st.tuples(st.just('submit'), st.integers(0, 9)),
    st.tuples(st.just('fault'), FAULTS),
    st.tuples(st.just('fault_at'), st.integers(1, 9000)),
    st.tuples(st.just('break_at'), st.integers(0, 9000)),
    st.tuples(st.just('mend'), st.none()),
    st.tuples(st.just('power'), st.none()),
    st.tuples(st.just('mute'), st.booleans()),
    st.tuples(st.just('gone'), st.booleans()),
    st.tuples(st.just('deaf'), st.booleans()),
    st.tuples(st.just('capacity'), st.sampled_from((500, 4000, 1 << 20))),
    st.tuples(st.just('drawer'), st.floats(0, 0.4)),
    st.tuples(st.just('cancel'), st.integers(0, 9)),
    st.tuples(st.just('pause'), st.floats(0, 0.02)),
)


def content(number):
    return b'<%d|%s|%d>' % (number, b'x' * 3000, number)


class TestSchedule(PrinterCase):
    limits = replace(
        LIMITS, answer=0.03, stall=0.03, end=0.06, retry=0.005, retry_most=0.01, pulse_gap=0.01
    )

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    @given(st.booleans(), st.lists(STEPS, min_size=5, max_size=25))
    def test_each_job_is_on_paper_as_it_was_told(self, confirms, steps):
        self.setUp()
        self.start(confirms=confirms)
        self.tickets = []
        for step, value in steps:
            getattr(self, f'do_{step}')(value)
        self.do_mend()
        jobs = {ticket.ended.result(10) for ticket in self.tickets}
        self.printer.stop()
        self.check(jobs, self.emulator.text)
        self.doCleanups()

    def check(self, jobs, paper):
        self.assertEqual(len(jobs), len({job.uuid for job in jobs}), "Two ends of one job")
        for job in jobs:
            number = int(job.uuid)
            begun = len(re.findall(b'<%d\\|' % number, paper))
            whole = paper.count(content(number))
            if job.state == JobState.DONE:
                self.assertEqual((begun, whole, job.confirmed), (1, 1, True))
            elif job.state == JobState.FAILED:
                self.assertEqual((begun, whole), (0, 0))
            else:
                self.assertLessEqual(begun, 1)

    def do_submit(self, number):
        self.tickets.append(self.submit(content(number), str(number)))

    def do_fault(self, fault):
        self.emulator.switch(faults={fault})

    def do_fault_at(self, distance):
        at = len(self.emulator.text) + distance
        self.emulator.at = {at: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}

    def do_break_at(self, distance):
        self.line.break_at = len(self.line.written) + distance

    def do_mend(self, _value=None):
        self.emulator.switch(
            faults=set(), mute=False, gone=False, deaf=False, at={}, capacity=1 << 20
        )

    def do_power(self, _value):
        self.emulator.power_cycle(breaks=True)

    def do_mute(self, value):
        self.emulator.switch(mute=value)

    def do_gone(self, value):
        self.emulator.switch(gone=value)

    def do_deaf(self, value):
        self.emulator.switch(deaf=value)

    def do_capacity(self, value):
        self.emulator.switch(capacity=value)

    def do_drawer(self, age):
        self.printer.open_drawer(time.monotonic() - age)

    def do_cancel(self, number):
        try:
            self.printer.cancel(str(number))
        except ProxyError as error:
            self.fail(error)

    def do_pause(self, seconds):
        time.sleep(seconds)
