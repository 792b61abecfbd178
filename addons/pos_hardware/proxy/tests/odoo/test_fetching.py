"""What a paired proxy prints, and opens, for its Odoo."""

import asyncio
import time

from pos_hardware_proxy.contracts import JobState

from .case import PlaneCase
from .fake import new, until


class TestJobs(PlaneCase):
    async def test_a_wake_up_prints_within_a_tenth_of_a_second(self):
        await self.start()
        await self.rest()
        seconds = []
        for _ in range(5):
            number = self.odoo.queue(document="Receipt 00012-001")
            start = time.monotonic()
            await self.odoo.wake()
            while not (job := self.counter.spool.job(number)) or not job.state.ended:
                await asyncio.sleep(0.002)
            seconds.append(time.monotonic() - start)
            await until(lambda number=number: number not in self.odoo.jobs)
        self.assertEqual(job.document, "Receipt 00012-001")
        self.assertLess(min(seconds), 0.1)
        self.assertEqual(await self.receipts(), 5)
        report = self.odoo.known[number]
        self.assertEqual((report['state'], report['confirmed']), ('done', True))
        self.assertEqual(report['document'], "Receipt 00012-001")
        self.assertGreater(report['sent'], 0)

    async def test_jobs_of_one_printer_come_out_in_their_order(self):
        await self.start()
        numbers = [self.odoo.queue() for _ in range(25)]
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers))
        jobs = sorted(self.counter.spool.jobs(25), key=lambda job: job.ended_at)
        self.assertEqual([job.uuid for job in jobs], numbers)
        self.assertEqual({job.state for job in jobs}, {JobState.DONE})

    async def test_the_same_job_by_both_ways_is_printed_once(self):
        await self.start()
        for first_here in (True, False):
            with self.subTest(first_here=first_here):
                number, before = new(), await self.receipts()
                if first_here:
                    await self.print_here(number)
                self.odoo.queue(number=number)
                await self.odoo.wake()
                await until(lambda number=number: 'done' in self.odoo.states(number))
                await until(lambda number=number: number not in self.odoo.jobs)
                told = await self.print_here(number)
                self.assertEqual(told['state'], 'done')
                self.assertEqual(await self.receipts(), before + 1)

    async def test_the_same_job_by_both_ways_at_once_is_printed_once(self):
        await self.start()
        numbers = [new() for _ in range(10)]
        for number in numbers:
            self.odoo.queue(number=number)
        here = [self.print_here(number) for number in numbers]
        told, _none = await asyncio.gather(asyncio.gather(*here), self.odoo.wake())
        self.assertEqual({job['state'] for job in told}, {'done'})
        await until(lambda: not self.odoo.jobs)
        self.assertEqual(await self.receipts(), 10)

    async def test_what_cannot_be_printed_is_told_and_not_fetched_again(self):
        await self.start()
        cases = {
            'unknown_printer': self.odoo.queue(printer='nowhere'),
            'bad_job': self.odoo.queue(kind='poem'),
            'bad_request': self.odoo.queue(kind='raw', content='not base64'),
        }
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        for code, number in cases.items():
            report = self.odoo.known[number]
            self.assertEqual((report['state'], report['code']), ('failed', code))
            self.assertTrue(report['message'])

    async def test_a_job_for_a_printer_without_paper_fails_and_others_print(self):
        await self.start()
        await self.fault('paper_out', on=True)
        number, other = self.odoo.queue(), self.odoo.queue(printer='kitchen')
        await self.odoo.wake()
        await until(lambda: self.odoo.states(other)[-1:] == ['done'])
        await until(lambda: self.odoo.states(number)[-1:] == ['failed'])
        self.assertEqual(self.odoo.known[number]['code'], 'paper_out')

    async def test_an_end_that_odoo_offers_again_is_told_again_and_not_printed(self):
        await self.start()
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])
        before = len(self.odoo.reports)
        self.odoo.queue(number=number)
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        self.assertEqual(self.odoo.reports[before]['state'], 'done')
        self.assertEqual(await self.receipts(), 1)

    async def test_many_jobs_are_all_fetched_while_more_come(self):
        await self.start()
        numbers = []
        for _ in range(60):
            numbers.append(self.odoo.queue(printer='kitchen' if len(numbers) % 2 else 'receipt'))
            await self.odoo.wake()
            await asyncio.sleep(0.002)
        await until(lambda: not self.odoo.jobs)
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers))

    async def test_an_odoo_that_offers_confirmed_jobs_for_ever_is_not_asked_in_a_circle(self):
        await self.start()
        numbers = [self.odoo.queue() for _ in range(12)]
        await self.odoo.wake()
        await until(lambda: set(numbers) <= set(self.odoo.known))
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers))
        self.odoo.forgets_to_clear = True
        for number in numbers:
            self.odoo.queue(number=number)
        await self.rest()
        before = len(self.odoo.fetches)
        await self.odoo.wake()
        await asyncio.sleep(1.5)
        self.assertLess(len(self.odoo.fetches) - before, 5)
        self.assertEqual(await self.receipts(), 12)

    async def test_a_notification_of_another_kind_fetches_nothing(self):
        await self.start()
        await self.rest()
        before = len(self.odoo.fetches)
        for message in ({'message': {'type': 'other'}}, {'message': None}, 7, None):
            await self.odoo.wake(message)
        await asyncio.sleep(0.2)
        self.assertEqual(len(self.odoo.fetches), before)


class TestDrawer(PlaneCase):
    def openings(self):
        return self.ask('GET', '/virtual/state', headers={})

    async def test_it_opens_for_who_asked_just_now_and_for_nobody_else(self):
        await self.start()
        late = self.odoo.queue(kind='drawer', age=2.5)
        never = self.odoo.queue(kind='drawer', printer='kitchen')
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        self.assertEqual(self.odoo.known[late]['code'], 'too_late')
        self.assertEqual(self.odoo.known[never]['code'], 'no_drawer')
        self.assertEqual((await self.openings())[1]['drawer']['openings'], 0)
        now = self.odoo.queue(kind='drawer')
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        report = self.odoo.known[now]
        self.assertEqual((report['state'], report['kind']), ('done', 'drawer'))
        self.assertEqual((await self.openings())[1]['drawer']['openings'], 1)

    async def test_it_opens_once_however_often_odoo_offers_that(self):
        await self.start()
        self.odoo.forgets = True
        number = self.odoo.queue(kind='drawer')
        for _ in range(3):
            await self.odoo.wake()
            await asyncio.sleep(0.1)
        self.odoo.forgets = False
        await self.odoo.wake()
        self.counter.events.publish({'type': 'job', 'job': {}})
        await until(lambda: not self.odoo.jobs)
        self.assertEqual(self.odoo.known[number]['state'], 'done')
        self.assertEqual((await self.openings())[1]['drawer']['openings'], 1)
