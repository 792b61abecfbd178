"""Jobs where nothing goes wrong with the printer, one after the other and at once."""

import threading
from dataclasses import replace
from unittest import mock

from pos_hardware_proxy.contracts import Fault, JobState
from pos_hardware_proxy.errors import BadInput, ProxyError
from pos_hardware_proxy.printing import KeptLogo

from .common import PrinterCase
from .limits import LIMITS

LOGO = KeptLogo(b'KY', b'<logo>')
LONG = bytes(range(0x20, 0x7F)) * 300


class TestQuietPath(PrinterCase):
    def test_a_job_is_printed_and_confirmed(self):
        self.start()
        job = self.print(LONG)
        self.assertEqual((job.state, job.confirmed, job.sent), (JobState.DONE, True, len(LONG)))
        self.assertEqual(self.emulator.text, LONG)
        self.assertEqual(self.emulator.requests, [b'\x1dr\x01'] * 2)  # learnt, then confirmed

    def test_a_printer_that_confirms_is_asked_with_a_new_process_id_each_time(self):
        self.start(confirms=True)
        self.assertTrue(self.print().confirmed)
        self.assertTrue(self.print().confirmed)
        _learnt, first, second = self.emulator.requests
        self.assertEqual(first[:7], b'\x1d(H\x06\x00\x30\x30')
        self.assertNotEqual(first, second)

    def test_a_printer_that_cannot_answer_is_not_asked_and_confirms_nothing(self):
        self.start(answers=False)
        job = self.print()
        self.assertEqual((job.state, job.confirmed), (JobState.DONE, False))
        self.assertEqual(bytes(self.line.written), b'receipt')

    def test_the_same_uuid_prints_once_and_tells_all_who_ask(self):
        self.start()
        request = self.request(LONG)
        start, tickets = threading.Barrier(20), []

        def submit():
            start.wait()
            tickets.append(self.printer.submit(request))

        threads = [threading.Thread(target=submit) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        jobs = {ticket.ended.result(20) for ticket in tickets}
        self.assertEqual(len(jobs), 1)
        self.assertEqual(self.emulator.text, LONG)
        self.assertEqual(self.print(LONG, request.uuid), jobs.pop())
        self.assertEqual(self.emulator.text, LONG)

    def test_the_same_uuid_with_another_content_is_refused(self):
        self.start()
        job = self.print()
        ticket = self.submit(b'another', job.uuid)
        for future in (ticket.accepted, ticket.ended):
            with self.assertRaises(BadInput) as caught:
                future.result(20)
            self.assertEqual(caught.exception.code, 'uuid_reused')
        self.assertEqual(self.emulator.text, b'receipt')

    def test_content_that_cannot_be_encoded_fails_and_the_next_job_prints(self):
        self.start()
        job = self.print(b'bad')
        self.assertEqual((job.state, job.code), (JobState.FAILED, 'bad'))
        self.assertEqual(self.print().state, JobState.DONE)

    def test_a_printer_answers_its_status_while_a_job_is_encoded(self):
        answers = []

        def encode(kind, content):
            answers.append(bytes(self.emulator.out))
            return content

        self.start(encode=encode)
        self.print()
        self.print()
        self.assertEqual(answers[1:], [b'\x16\x12\x12\x12'])

    def test_paper_that_ends_after_content_that_cannot_be_encoded_stops_the_next_job(self):
        self.start()
        self.print()
        self.print(b'bad')
        self.emulator.switch(faults={Fault.PAPER_OUT})
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.FAILED, Fault.PAPER_OUT))

    def test_a_defect_of_the_encoder_fails_that_job_alone(self):
        def encode(kind, content):
            return {b'receipt': content}[content]

        self.start(encode=encode)
        with self.assertLogs('pos_hardware_proxy', 'ERROR'):
            self.assertEqual(self.print(b'?').code, 'internal')
        self.assertEqual(self.print().state, JobState.DONE)

    def test_a_printer_that_does_not_tell_gets_the_logo_once(self):
        self.start(logo=LOGO)
        self.print()
        self.line._open = False
        self.print()
        self.assertEqual(self.emulator.text, b'<logo>receiptreceipt')

    def test_a_printer_that_has_the_logo_is_spared_another_writing(self):
        self.emulator.keys = b'AAKY'
        self.start(logo=LOGO)
        self.print()
        self.assertEqual(self.emulator.text, b'receipt')

    def test_another_printer_on_the_line_gets_the_logo_too(self):
        self.emulator.keys = b'KY'
        self.start(logo=LOGO)
        self.print()
        self.emulator.keys = b''
        self.line._open = False
        self.print()
        self.assertEqual(self.emulator.text, b'receipt<logo>receipt')

    def test_the_disk_knows_of_half_a_logo_until_a_job_is_printed(self):
        known = []
        self.emulator.at = {3: lambda: known.append(self.spool.has_rest('bar'))}
        self.start(logo=LOGO)
        self.print()
        self.assertEqual(known, [True])
        self.assertFalse(self.spool.has_rest('bar'))

    def test_a_printer_that_never_confirms_is_done_with_what_it_took(self):
        self.emulator.confirms = False
        self.start()
        job = self.print()
        self.assertEqual((job.state, job.confirmed), (JobState.DONE, False))
        end = len(self.emulator.paper) + 3
        self.emulator.at = {end: lambda: self.emulator.faults.add(Fault.PAPER_OUT)}
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'paper_out'))

    def test_a_printer_that_is_configured_to_confirm_is_not_believed_without(self):
        self.emulator.confirms = False
        self.start(confirms=True)
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'unconfirmed'))

    def test_a_printer_that_confirmed_once_has_to_confirm_each_job(self):
        self.start()
        self.assertTrue(self.print().confirmed)
        self.emulator.confirms = False
        job = self.print()
        self.assertEqual((job.state, job.code), (JobState.UNKNOWN, 'unconfirmed'))

    def test_a_line_that_broke_between_two_jobs_harms_neither(self):
        self.start()
        self.print()
        self.line.break_at = len(self.line.written)
        self.assertEqual(self.print().state, JobState.DONE)
        self.assertEqual(self.emulator.text, b'receiptreceipt')

    def test_every_change_is_told_to_the_listener(self):
        self.start()
        uuid = self.print().uuid
        self.wait(lambda: self.states(uuid)[-1:] == ['done'])
        self.assertEqual(self.states(uuid), ['sending', 'done'])
        self.emulator.deaf = True
        first, second = self.submit(), self.submit()
        self.emulator.switch(deaf=False)
        self.assertTrue(first.ended.result(20).confirmed)
        uuid = second.ended.result(20).uuid
        self.wait(lambda: self.states(uuid)[-1:] == ['done'])
        self.assertEqual(self.states(uuid), ['queued', 'sending', 'done'])

    def states(self, uuid):
        jobs = [event['job'] for event in self.events if event['type'] == 'job']
        return [job['state'] for job in jobs if job['uuid'] == uuid]


class TestQueue(PrinterCase):
    limits = replace(LIMITS, end=5)

    def test_a_waiting_job_can_be_cancelled_and_the_one_in_the_middle_cannot(self):
        self.emulator.deaf = True
        self.start()
        first, second = self.submit(b'first'), self.submit(b'second')
        self.wait(lambda: b'first' in self.emulator.buffer)
        second.accepted.result(20)
        self.assertTrue(self.printer.cancel(second.accepted.result().uuid))
        self.assertFalse(self.printer.cancel(first.accepted.result().uuid))
        self.assertEqual(second.ended.result(20).code, 'cancelled')
        self.emulator.switch(deaf=False)
        self.assertEqual(first.ended.result(20).state, JobState.DONE)
        self.assertEqual(self.emulator.text, b'first')

    def test_jobs_print_in_the_order_they_came(self):
        self.start()
        tickets = [self.submit(b'%d;' % number) for number in range(50)]
        for ticket in tickets:
            ticket.ended.result(20)
        self.assertEqual(self.emulator.text, b''.join(b'%d;' % number for number in range(50)))

    def test_what_waits_keeps_no_content_in_memory(self):
        self.emulator.deaf = True
        self.start()
        tickets = [self.submit(LONG) for _ in range(5)]
        for ticket in tickets:
            ticket.accepted.result(20)
        waiting = list(self.printer._inbox._entries)
        self.wait(lambda: all(entry.content is None for entry in waiting))
        self.assertEqual(len(waiting), 4)
        self.emulator.switch(deaf=False)
        self.assertEqual({t.ended.result(20).state for t in tickets}, {JobState.DONE})

    def test_stopping_leaves_what_waits_in_the_queue_and_it_prints_the_next_time(self):
        self.emulator.deaf = True
        self.start()
        first, second = self.submit(b'first'), self.submit(b'second')
        self.wait(lambda: b'first' in self.emulator.buffer)
        second.accepted.result(20)
        self.printer.stop()
        self.assertEqual(first.ended.result(0).state, JobState.UNKNOWN)
        with self.assertRaises(ProxyError) as caught:
            second.ended.result(0)
        self.assertEqual(caught.exception.code, 'stopped')
        self.spool.close()
        self.emulator.power_cycle()
        self.emulator.deaf = False
        self.spool = self.open_spool()
        self.assertEqual(self.spool.recover(), [])
        self.start()
        self.wait(lambda: b'second' in self.emulator.text)
        self.assertIn(b'incomplete', self.emulator.text[: self.emulator.text.index(b'second')])
        uuid = second.accepted.result().uuid
        self.wait(lambda: self.spool.job(uuid).state == JobState.DONE)
        self.assertTrue(self.spool.job(uuid).confirmed)

    def test_after_a_stop_nothing_is_accepted(self):
        self.start()
        self.printer.stop()
        with self.assertRaises(ProxyError):
            self.submit().accepted.result(0)
        self.assertEqual(self.spool.jobs(1), [])

    def test_a_mute_printer_does_not_delay_another(self):
        self.emulator.mute = True
        self.start()
        ticket = self.submit()
        other = PrinterCase()
        other.setUp()
        self.addCleanup(other.doCleanups)
        other.start()
        self.assertEqual(other.print().state, JobState.DONE)
        self.assertFalse(ticket.ended.done())


class TestDiskFull(PrinterCase):
    def fill(self):
        pages = self.spool._database.rows('PRAGMA page_count')[0][0]
        self.spool._database.rows(f'PRAGMA max_page_count = {pages}')

    def free(self):
        self.spool._database.rows('PRAGMA max_page_count = 100000')

    def test_a_job_is_not_accepted_and_nothing_is_printed(self):
        self.start()
        self.fill()
        ticket = self.submit(LONG)
        for future in (ticket.accepted, ticket.ended):
            with self.assertRaises(ProxyError) as caught:
                future.result(20)
            self.assertEqual(caught.exception.code, 'spool')
        self.free()
        self.assertEqual(self.print(b'next').state, JobState.DONE)
        self.assertEqual(self.emulator.text, b'next')

    def test_an_idle_printer_accepts_and_starts_in_one_commit_before_the_first_byte(self):
        self.start()
        self.wait(lambda: self.printer.status().asked_at)
        seen, write = [], self.line.write

        def writing(data, timeout):
            if data == b'receipt':
                seen.extend(job.state for job in self.spool.jobs(9))
            write(data, timeout)

        self.line.write = writing
        with mock.patch.object(
            self.spool._database, 'transaction', wraps=self.spool._database.transaction
        ) as transaction:
            self.assertEqual(self.print().state, JobState.DONE)
        self.assertEqual(seen, [JobState.SENDING])
        self.assertEqual(transaction.call_args_list[0].kwargs, {'synced': True})
        self.assertEqual(transaction.call_count, 2)

    def test_a_start_that_cannot_be_written_sends_nothing_and_is_tried_again(self):
        self.emulator.deaf = True
        self.start()
        self.submit(b'first')
        self.wait(lambda: b'first' in self.emulator.buffer)
        start, refused = self.spool.start, threading.Event()

        def full(uuid):
            refused.set()
            raise ProxyError('spool', "full")

        self.spool.start = full
        with self.assertLogs('pos_hardware_proxy', 'WARNING'):
            ticket = self.submit()
            self.emulator.switch(deaf=False)
            self.assertTrue(refused.wait(20))
            self.assertEqual(self.spool.job(ticket.accepted.result(20).uuid).state, 'queued')
            self.assertEqual(self.emulator.text, b'first')
            self.spool.start = start
            self.assertEqual(ticket.ended.result(20).state, JobState.DONE)
