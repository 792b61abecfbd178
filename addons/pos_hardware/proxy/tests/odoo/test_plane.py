"""A paired proxy: what it tells its Odoo, and what it prints for it."""

import asyncio
import time
import uuid
from unittest import mock

from aiohttp import web
from pos_hardware_proxy.config.settings import AccessSettings
from pos_hardware_proxy.contracts import JobState
from pos_hardware_proxy.odoo import client, greeting, reporting

from .case import LOCAL_TOKEN, PlaneCase
from .fake import until


def new():
    return str(uuid.uuid4())


class TestHello(PlaneCase):
    async def test_it_tells_where_it_is_and_what_stands_on_the_counter(self):
        await self.start()
        hello = self.odoo.hellos[-1]
        self.assertEqual(hello['address'], 'http://127.0.0.1:8069')
        self.assertEqual(hello['local_token'], '')
        devices = {device['name']: device for device in hello['devices']}
        self.assertEqual(list(devices), ['receipt', 'kitchen', 'scale', 'scanner'])
        self.assertEqual(
            [devices[name]['kind'] for name in devices][1:],
            [
                'printer',
                'scale',
                'scanner',
            ],
        )
        self.assertTrue(devices['receipt']['default'] and devices['receipt']['drawer'])
        self.assertFalse(devices['kitchen']['default'] or devices['kitchen']['drawer'])
        self.assertEqual(devices['receipt']['driver'], 'virtual TM-T88V')

    async def test_another_status_of_a_device_is_told_at_once_and_once(self):
        await self.start()
        self.enterContext(mock.patch.object(greeting, 'SETTLE', 0.01))
        await until(lambda: self.odoo.hellos[-1]['devices'][0]['ready'])
        before = len(self.odoo.hellos)
        await self.fault('paper_out', on=True)
        await until(lambda: len(self.odoo.hellos) > before, 8)
        device = self.odoo.hellos[-1]['devices'][0]
        self.assertEqual((device['ready'], device['faults']), (False, ['paper_out']))
        self.assertIn("out of paper", device['messages'][0])
        await asyncio.sleep(0.2)
        self.assertEqual(len(self.odoo.hellos), before + 1)

    async def test_a_new_channel_is_listened_to(self):
        self.odoo.poll = 5
        await self.start()
        self.odoo.channel = 'another-word'
        await until(lambda: self.odoo.subscribed[-1]['channels'] == ['another-word'], 8)

    async def test_odoo_is_told_its_state_in_the_devices(self):
        await self.start()
        _status, devices = await self.ask('GET', '/v1/devices')
        told = devices['odoo']
        self.assertEqual((told['url'], told['name']), (self.odoo.url, 'Till 1'))
        self.assertEqual((told['state'], told['websocket']), ('online', True))


class TestHelloOfAGuardedProxy(PlaneCase):
    access = AccessSettings(token=LOCAL_TOKEN, token_required=True, hosts=('till1.local',))
    database = 'shop'

    async def test_tills_are_told_name_and_token_by_odoo(self):
        await self.start()
        hello = self.odoo.hellos[-1]
        self.assertEqual(hello['local_token'], LOCAL_TOKEN)
        self.assertEqual(hello['address'], 'http://till1.local:8069')

    async def test_the_database_is_named_and_the_websocket_gets_a_session_of_it(self):
        await self.start()
        headers = dict(self.odoo.headers)
        self.assertEqual(headers['/pos_hardware/proxy/hello']['X-Odoo-Database'], 'shop')
        self.assertEqual(headers['/websocket']['Cookie'], 'session_id=session-of-shop')
        self.assertEqual(headers['/websocket']['Origin'], self.odoo.url)
        for of_session in ('/websocket', '/web/login'):
            self.assertNotIn('X-Odoo-Database', headers[of_session])
            self.assertNotIn('Authorization', headers[of_session])


class TestJobs(PlaneCase):
    async def test_a_wake_up_prints_within_a_tenth_of_a_second(self):
        await self.start()
        await asyncio.sleep(0.2)
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
        self.assertLess(sorted(seconds)[2], 0.1)
        self.assertEqual(await self.receipts(), 5)
        report = self.odoo.known[number]
        self.assertEqual((report['state'], report['confirmed']), ('done', True))
        self.assertEqual(report['document'], "Receipt 00012-001")
        self.assertGreater(report['sent'], 0)

    async def test_jobs_of_one_printer_come_out_in_their_order(self):
        await self.start()
        numbers = [self.odoo.queue() for _ in range(25)]
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs, 20)
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers), 20)
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
        await until(lambda: not self.odoo.jobs, 20)
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers), 20)

    async def test_an_odoo_that_offers_confirmed_jobs_for_ever_is_not_asked_in_a_circle(self):
        await self.start()
        numbers = [self.odoo.queue() for _ in range(12)]
        await self.odoo.wake()
        await until(lambda: set(numbers) <= set(self.odoo.known))
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in numbers), 20)
        self.odoo.forgets_to_clear = True
        for number in numbers:
            self.odoo.queue(number=number)
        await asyncio.sleep(0.3)
        before = len(self.odoo.fetches)
        await self.odoo.wake()
        await asyncio.sleep(1.5)
        self.assertLess(len(self.odoo.fetches) - before, 5)
        self.assertEqual(await self.receipts(), 12)

    async def test_a_notification_of_another_kind_fetches_nothing(self):
        await self.start()
        await asyncio.sleep(0.2)
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


class TestBreaks(PlaneCase):
    async def test_what_came_while_the_socket_was_broken_is_fetched_when_it_stands_again(self):
        await self.start()
        await asyncio.sleep(0.2)
        self.odoo.deaf = True
        await self.odoo.hang_up()
        await until(lambda: not self.link.websocket)
        number = self.odoo.queue()
        await asyncio.sleep(0.3)
        self.assertEqual(self.odoo.states(number), [])
        self.odoo.deaf = False
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])

    async def test_what_was_printed_while_odoo_was_down_is_told_later_and_only_once(self):
        await self.start()
        await self.odoo.go_down()
        numbers = [new() for _ in range(12)]
        for number in numbers:
            start = time.monotonic()
            told = await self.print_here(number, document="Receipt")
            self.assertEqual(told['state'], 'done')
            self.assertLess(time.monotonic() - start, 1)
        await until(lambda: self.link.state == 'offline')
        self.odoo.reports.clear()
        await self.odoo.come_back()
        await until(lambda: set(numbers) <= set(self.odoo.known))
        self.assertEqual([self.odoo.states(number) for number in numbers], [['done']] * 12)
        told = await self.print_here(new())
        await until(lambda: told['uuid'] in self.odoo.known)
        self.assertEqual([self.odoo.states(number) for number in numbers], [['done']] * 12)

    async def test_what_odoo_has_not_confirmed_is_told_after_a_restart(self):
        await self.start()
        self.odoo.forgets = True
        numbers = [new() for _ in range(3)]
        for number in numbers:
            await self.print_here(number)
        await until(lambda: all(map(self.odoo.states, numbers)))
        await self.stop()
        self.odoo.forgets = False
        self.odoo.reports.clear()
        await self.serve()
        await until(lambda: set(numbers) <= set(self.odoo.known))
        self.assertEqual([self.odoo.states(number) for number in numbers], [['done']] * 3)

    async def test_reports_that_odoo_does_not_take_are_not_sent_in_a_circle(self):
        await self.start()
        self.odoo.forgets = True
        number = new()
        await self.print_here(number)
        await until(lambda: self.odoo.states(number))
        for _ in range(5):
            await self.print_here(new())
            await asyncio.sleep(0.1)
        self.assertLessEqual(self.odoo.states(number).count('done'), 1)

    async def test_one_report_that_odoo_refuses_keeps_no_other_back(self):
        await self.start()
        await self.odoo.go_down()
        numbers = [new() for _ in range(5)]
        for number in numbers:
            await self.print_here(number)
        self.odoo.refuses.add(numbers[1])
        await self.odoo.come_back()
        await until(lambda: {*numbers[:1], *numbers[2:]} <= set(self.odoo.known))
        told = await self.print_here(new())
        await until(lambda: told['uuid'] in self.odoo.known)
        self.assertNotIn(numbers[1], self.odoo.known)
        self.assertEqual(self.odoo.states(numbers[1]), ['done'])
        await until(lambda: not self.counter.spool.untold(0, 9))  # noted after Odoo has answered

    async def test_a_socket_that_is_silent_for_long_stands(self):
        self.enterContext(mock.patch.object(client, 'SECONDS_TO_ANSWER', 0.3))
        await self.start()
        first = set(self.odoo.sockets)
        await asyncio.sleep(1)
        self.assertEqual(self.odoo.sockets, first)
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])

    async def test_an_odoo_that_never_answers_makes_no_till_wait(self):
        await self.start()

        async def hang(_request):
            await asyncio.sleep(60)

        for name in ('hello', 'fetch', 'report'):
            self.odoo.answers[f'/pos_hardware/proxy/{name}'] = hang
        await self.odoo.wake()
        seconds = []
        for _ in range(10):
            start = time.monotonic()
            self.assertEqual((await self.print_here(new()))['state'], 'done')
            seconds.append(time.monotonic() - start)
        self.assertLess(sorted(seconds)[5], 0.1)

    async def test_an_odoo_that_left_is_missed_at_once(self):
        await self.start()
        await self.odoo.go_down()
        await until(lambda: self.link.state == 'offline', 2)
        await self.odoo.come_back()
        await until(lambda: self.link.state == 'online' and self.link.websocket, 2)

    async def test_a_long_absence_is_told_in_parts(self):
        self.enterContext(mock.patch.object(reporting, 'AT_ONCE', 4))
        await self.start()
        await self.odoo.go_down()
        numbers = [new() for _ in range(10)]
        for number in numbers:
            await self.print_here(number)
        await self.odoo.come_back()
        await until(lambda: set(numbers) <= set(self.odoo.known))

    async def test_what_was_printed_before_the_pairing_is_not_told(self):
        await self.serve()
        await until(lambda: self.ready('receipt'))
        number = new()
        await self.print_here(number)
        self.pair()
        await until(lambda: self.odoo.sockets)
        told = await self.print_here(new())
        await until(lambda: told['uuid'] in self.odoo.known)
        self.assertEqual(self.odoo.states(number), [])

    async def test_an_error_of_odoo_is_waited_out(self):
        await self.start()
        self.odoo.answers['/pos_hardware/proxy/fetch'] = lambda _request: web.Response(status=502)
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.link.state == 'offline')
        self.odoo.answers.clear()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])
        await until(lambda: self.link.state == 'online')


class TestPolling(PlaneCase):
    poll = 5

    async def test_without_a_websocket_jobs_are_fetched_from_time_to_time(self):
        self.odoo.deaf = True
        self.pair()
        await self.serve()
        await until(lambda: self.link.state == 'online' and self.odoo.fetches)
        await until(lambda: self.ready('receipt'))
        number = self.odoo.queue()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'], 10)
        self.assertFalse(self.link.websocket)


class TestRevoked(PlaneCase):
    async def test_a_revoked_proxy_says_so_asks_no_more_and_prints_on(self):
        await self.start()
        self.odoo.token = 'another'
        told = await self.print_here(new())
        self.assertEqual(told['state'], 'done')
        await until(lambda: self.link.state == 'revoked')
        await until(lambda: not self.odoo.sockets)
        before = len(self.odoo.headers)
        for _ in range(3):
            self.assertEqual((await self.print_here(new()))['state'], JobState.DONE)
        await asyncio.sleep(0.5)
        self.assertEqual(len(self.odoo.headers), before)
        _status, devices = await self.ask('GET', '/v1/devices')
        self.assertEqual(devices['odoo']['state'], 'revoked')
        self.assertIn("pair it again", devices['odoo']['message'])

    async def test_a_new_pairing_is_taken_up_without_a_restart(self):
        await self.start()
        self.odoo.token = 'another'
        await self.print_here(new())
        await until(lambda: self.link.state == 'revoked')
        self.pair('another')
        await until(lambda: self.link.state == 'online' and self.odoo.sockets)

    async def test_an_unpaired_proxy_leaves_and_lets_its_page_in_no_more(self):
        await self.start()
        page = {'Origin': self.odoo.url}
        self.assertEqual((await self.ask('GET', '/v1/devices', headers=page))[0], 200)
        self.path.unlink()
        await until(lambda: not self.odoo.sockets)
        status, answer = await self.ask('GET', '/v1/devices', headers=page)
        self.assertEqual((status, answer['error']['code']), (403, 'foreign_origin'))
        self.assertIsNone((await self.ask('GET', '/v1/devices'))[1]['odoo'])

    async def test_a_page_of_the_paired_odoo_is_let_in_while_that_is_down(self):
        self.pair()
        await self.odoo.go_down()
        await self.serve()
        await until(lambda: self.ready('receipt'))
        async with self.session.get(
            f'{self.url}/v1/devices', headers={'Origin': self.odoo.url}
        ) as answer:
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.headers['Access-Control-Allow-Origin'], self.odoo.url)

    async def test_a_pairing_that_is_not_whole_is_told_and_printing_goes_on(self):
        self.path.write_text('{"url": "https://sh')
        await self.serve()
        await until(lambda: self.ready('receipt'))
        self.assertEqual((await self.print_here(new()))['state'], 'done')
        _status, devices = await self.ask('GET', '/v1/devices')
        self.assertIn("pair the proxy again", devices['odoo']['message'])
