"""The process is killed at any moment: no job is lost, none is printed twice, none is claimed."""

import random
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from pos_hardware_proxy.contracts import JobState
from pos_hardware_proxy.spool import Spool

from .child import content
from .tcp import TcpPrinter

ROOT = Path(__file__).resolve().parents[2]
KILLS, JOBS = 8, 100


class TestKill(unittest.TestCase):
    def test_no_job_is_lost_or_printed_twice_when_the_process_is_killed(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        path = Path(directory) / 'spool.sqlite'
        self.accepted, self.ended = set(), {}
        with TcpPrinter() as printer:
            for _ in range(KILLS):
                self.run_child(printer.port, path, random.uniform(0, 0.12))
            self.run_child(printer.port, path, None)
            time.sleep(0.05)
        self.check(path, printer.emulator.text)

    def run_child(self, port, path, lifetime):
        """Let a child work, for some seconds after it accepted a first job, or to its end."""
        command = [sys.executable, '-m', 'tests.printing.child', str(port), str(path), str(JOBS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            first = child.stdout.readline()
            if lifetime is not None:
                time.sleep(lifetime)
                child.kill()
            lines = (first + child.stdout.read()).splitlines()
        if lifetime is None:
            self.assertEqual(child.returncode, 0)
        for word, number, *state in map(str.split, lines):
            if word == 'accepted':
                self.accepted.add(int(number))
            else:
                # What was told once stays true.
                self.assertEqual(self.ended.setdefault(int(number), state[0]), state[0])

    def check(self, path, paper):
        spool = Spool(path)
        self.addCleanup(spool.close)
        states = {int(job.uuid[4:]): job.state for job in spool.jobs(JOBS)}
        self.assertEqual(set(states), set(range(JOBS)))
        self.assertLessEqual(self.accepted, set(states))
        for number, state in states.items():
            begun = len(re.findall(b'<%d\\|' % number, paper))
            whole = paper.count(content(number))
            if state == JobState.DONE:
                self.assertEqual((begun, whole), (1, 1), number)
            else:
                self.assertEqual(state, JobState.UNKNOWN, number)
                self.assertLessEqual(begun, 1, number)
        unknown = list(states.values()).count(JobState.UNKNOWN)
        self.assertLessEqual(unknown, KILLS, "More is unknown than was in the middle")
