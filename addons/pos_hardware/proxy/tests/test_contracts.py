"""The words that the rooms share mean what clients are told."""

import unittest

from pos_hardware_proxy.contracts import DeviceStatus, Fault, JobState


class TestContracts(unittest.TestCase):
    def test_a_job_has_three_ends(self):
        ends = {state for state in JobState if state.ended}
        self.assertEqual(ends, {JobState.DONE, JobState.FAILED, JobState.UNKNOWN})

    def test_paper_that_is_nearly_out_keeps_nothing_from_printing(self):
        self.assertTrue(DeviceStatus(near_end=True).ready)
        self.assertFalse(DeviceStatus(faults=frozenset({Fault.PAPER_OUT})).ready)
