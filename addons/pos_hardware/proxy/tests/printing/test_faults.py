"""Each fault before, in the middle of and after a job; what is told is what is on paper."""

from pos_hardware_proxy.contracts import Fault, JobState

from .common import PrinterCase

LONG = bytes(range(0x20, 0x7F)) * 300
FAULTS = (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER, Fault.DEVICE_ERROR)


class TestFaults(PrinterCase):
    def test_a_fault_before_a_job_fails_it_and_not_a_byte_is_sent(self):
        for fault in FAULTS:
            with self.subTest(fault=fault):
                self.setUp()
                self.emulator.switch(faults={fault})
                self.start()
                job = self.print()
                self.assertEqual((job.state, job.code, job.sent), (JobState.FAILED, fault, 0))
                self.assertEqual(self.printer.status().faults, {fault})
                self.emulator.switch(faults=set())
                self.assertEqual(self.print(b'next').state, JobState.DONE)
                self.assertEqual(self.emulator.text, b'next')

    def test_a_fault_in_the_middle_leaves_the_job_unknown_and_the_next_one_apart(self):
        for fault in FAULTS:
            for capacity in (1 << 20, 4000):
                with self.subTest(fault=fault, capacity=capacity):
                    self.setUp()
                    self.emulator.capacity = capacity
                    self.emulator.at = {1000: lambda f=fault: self.emulator.faults.add(f)}
                    self.start()
                    job = self.print(LONG)
                    self.assertEqual((job.state, job.code), (JobState.UNKNOWN, fault))
                    self.assertEqual(self.emulator.text, LONG[:1000])
                    self.assertEqual(self.print().code, fault)
                    self.emulator.switch(faults=set())
                    self.assertEqual(self.print().state, JobState.DONE)
                    note = self.emulator.text.index(b'may be incomplete')
                    self.assertGreater(self.emulator.text.index(b'receipt', note), note)

    def test_a_printer_too_full_to_be_asked_why_is_off_line(self):
        self.emulator.capacity, self.emulator.busy = 4000, True
        self.emulator.at = {1000: lambda: self.emulator.faults.add(Fault.COVER_OPEN)}
        self.start()
        for state in (JobState.UNKNOWN, JobState.FAILED):
            job = self.print(LONG)
            self.assertEqual((job.state, job.code), (state, Fault.OFFLINE))
            self.assertEqual(self.printer.status().faults, {Fault.OFFLINE})
        self.emulator.switch(faults=set())
        self.wait(lambda: self.printer.status().ready)
        self.assertEqual(self.print().state, JobState.DONE)

    def test_a_fault_after_the_confirmation_is_told_and_the_job_is_done(self):
        for fault in FAULTS:
            with self.subTest(fault=fault):
                self.setUp()
                answer = self.emulator._answer

                def told(data, answer=answer, fault=fault):
                    answer(data)
                    if data == b'\x00':
                        self.emulator.faults.add(fault)

                self.start()
                self.wait(lambda: self.emulator.requests)  # it has learnt that it may ask
                self.emulator._answer = told
                job = self.print()
                self.assertEqual((job.state, job.confirmed), (JobState.DONE, True))
                self.assertEqual(self.printer.status().faults, {fault})

    def test_a_printer_that_is_mute_from_the_start_gets_nothing(self):
        self.emulator.mute = True
        self.start()
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.FAILED, Fault.MUTE))
        self.assertEqual(self.emulator.text, b'')

    def test_a_printer_that_falls_silent_in_the_middle_leaves_the_job_unknown(self):
        self.emulator.at = {1000: lambda: setattr(self.emulator, 'mute', True)}
        self.start()
        job = self.print(LONG)
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, Fault.MUTE))

    def test_a_printer_that_falls_silent_after_the_confirmation_has_printed(self):
        answer = self.emulator._answer

        def told(data):
            answer(data)
            self.emulator.mute = self.emulator.mute or data == b'\x00'

        self.start()
        self.wait(lambda: self.emulator.requests)
        self.emulator._answer = told
        self.assertEqual(self.print().state, JobState.DONE)
        self.wait(lambda: self.printer.status().faults == {Fault.MUTE})

    def test_a_printer_that_was_switched_off_and_on_in_the_middle_leaves_the_job_unknown(self):
        for confirms in (False, True):
            with self.subTest(confirms=confirms):
                self.setUp()
                self.emulator.deaf = True
                self.start(confirms=confirms)
                ticket = self.submit(LONG)
                self.wait(lambda: b'\x1d' in self.emulator.buffer)
                self.emulator.power_cycle()
                self.emulator.switch(deaf=False)
                job = ticket.ended.result(20)
                self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'unconfirmed'))
                self.assertEqual(self.printer.status().faults, set())

    def test_a_power_cycle_that_a_serial_line_outlives_is_noticed_by_the_mark_that_it_wiped_out(
        self,
    ):
        for confirms in (False, True):
            with self.subTest(confirms=confirms):
                self.setUp()
                self.emulator.keeps_macros, self.emulator.echoes = True, not confirms
                self.start(confirms=confirms, connection='serial')
                self.assertTrue(self.print(b'\x1b@' + LONG).confirmed)
                before = len(self.emulator.paper)
                self.emulator.at = {before + 1000: self.emulator.power_cycle}
                job = self.print(LONG)
                self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'unconfirmed'))
                self.assertTrue(self.print(b'next').confirmed)

    def test_an_answer_from_when_the_mark_was_left_confirms_nothing(self):
        self.emulator.keeps_macros = True
        self.start(connection='serial')
        self.assertTrue(self.print().confirmed)
        self.emulator.echoes = True  # what came too late when it was learnt
        self.emulator.at = {len(self.emulator.paper) + 1000: self.late_power_cycle}
        self.assertEqual(self.print(LONG).code, 'unconfirmed')

    def late_power_cycle(self):
        answers = bytes(self.emulator.out)
        self.emulator.power_cycle()
        self.emulator.out += answers

    def test_a_serial_printer_that_keeps_no_macro_confirms_as_others_do(self):
        self.start(connection='serial')
        self.assertTrue(self.print(LONG).confirmed)
        self.assertEqual(self.emulator.text, LONG)

    def test_a_job_whose_mark_is_not_answered_is_not_sent(self):
        self.emulator.keeps_macros = self.emulator.echoes = True
        self.start(connection='serial')
        self.assertTrue(self.print().confirmed)
        self.emulator.confirms = False
        job = self.print()
        self.assertEqual((job.state, job.code, job.sent), (JobState.FAILED, Fault.MUTE, 0))
        self.assertEqual(self.emulator.text, b'receipt')

    def test_a_late_answer_to_an_unknown_job_confirms_no_other(self):
        self.emulator.at = {1000: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}
        self.start()
        self.assertEqual(self.print(LONG).state, JobState.UNKNOWN)
        # New paper: the printer goes on with what it has, answers the old request, is out again.
        self.emulator.at = {len(LONG) + 70: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}
        self.emulator.switch(faults=set(), deaf=True)
        ticket = self.submit(LONG)
        self.wait(lambda: self.emulator.buffer.count(b'\x1dr') == 2)
        self.emulator.switch(deaf=False)
        self.assertEqual(ticket.ended.result(20).state, JobState.UNKNOWN)

    def test_an_answer_to_a_question_in_the_job_itself_confirms_nothing(self):
        self.start()
        self.assertTrue(self.print().confirmed)
        end = len(self.emulator.paper) + 1000
        self.emulator.at = {end: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}
        job = self.print(b'\x1dr\x01' + LONG)
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, Fault.PAPER_OUT))

    def test_a_printer_that_is_away_fails_the_job_and_is_found_again(self):
        self.emulator.gone = True
        self.start()
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.FAILED, 'unreachable'))
        self.assertEqual(self.printer.status().faults, {Fault.UNREACHABLE})
        self.emulator.gone = False
        self.wait(lambda: self.printer.status().ready)
        self.assertEqual(self.print().state, JobState.DONE)

    def test_a_line_that_breaks_fails_the_job_before_its_first_byte_and_not_after(self):
        for at, state in ((0, JobState.FAILED), (1, JobState.UNKNOWN), (9999, JobState.UNKNOWN)):
            with self.subTest(at=at):
                self.setUp()
                self.start()
                self.wait(lambda: self.printer.status().asked_at)
                write = self.line.write

                def breaking(data, timeout, write=write, at=at):
                    if data[:3] == LONG[:3]:
                        self.line.break_at = len(self.line.written) + at
                    write(data, timeout)

                self.line.write = breaking
                job = self.print(LONG)
                self.assertEqual((job.state, job.code), (state, 'gone'))
                self.assertEqual(job.sent, at)
                self.assertEqual(len(self.emulator.text), at)

    def test_what_is_missing_of_a_picture_that_broke_off_is_filled_before_the_next_job(self):
        self.start()
        self.assertTrue(self.print().confirmed)
        self.line.break_at = len(self.line.written) + 1000
        job = self.print(LONG)
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'gone'))
        self.assertEqual(self.print(b'next').state, JobState.DONE)
        filled = self.emulator.text.index(b'\x1b@\nThe receipt above')
        self.assertEqual(self.emulator.text[:filled].count(0), len(LONG) - job.sent)

    def test_a_change_of_the_status_is_told_once(self):
        self.start()
        self.wait(lambda: self.printer.status().asked_at)
        self.emulator.switch(faults={Fault.COVER_OPEN})
        self.wait(lambda: self.printer.status().faults)
        asked = self.printer.status().asked_at
        self.wait(lambda: self.printer.status().asked_at > asked)
        told = [event['status'] for event in self.events if event['type'] == 'printer']
        self.assertEqual([status['faults'] for status in told], [[], ['cover_open']])

    def test_a_printer_that_takes_nothing_at_all_fails_the_job(self):
        self.emulator.capacity = 0
        self.start()
        job = self.print()
        self.assertEqual((job.state, job.sent), (JobState.FAILED, 0))
