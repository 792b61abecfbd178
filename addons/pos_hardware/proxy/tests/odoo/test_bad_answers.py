"""Whatever Odoo, or who stands in its place, answers: the proxy goes on, and tills print."""

import asyncio
import gc
import json
import logging
import unittest
from contextlib import suppress
from unittest import mock

from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pos_hardware_proxy.odoo import client, listening
from pos_hardware_proxy.odoo.fetching import MOST_JOBS

from .case import PlaneCase
from .fake import CHANNEL, examples, new, receipt, until

HELLO, FETCH, REPORT = (f'/pos_hardware/proxy/{name}' for name in ('hello', 'fetch', 'report'))
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=9,
)
uuids = st.uuids().map(str) | values
jobs = st.fixed_dictionaries(
    {},
    optional={
        'uuid': uuids,
        'printer': st.sampled_from(['receipt', 'kitchen', '']) | values,
        'kind': st.sampled_from(['receipt', 'image', 'raw', 'drawer']) | values,
        'content': st.sampled_from(['', 'AAAA', '====']) | values,
        'receipt': st.just(receipt()) | values,
        'document': values,
        'age': values,
    },
)
results = st.one_of(
    st.fixed_dictionaries({'jobs': st.lists(jobs, max_size=4) | values}),
    st.fixed_dictionaries({
        'known': st.lists(uuids, max_size=4) | values,
        'refused': st.lists(st.fixed_dictionaries({'uuid': uuids}) | values, max_size=4) | values,
    }),
    st.fixed_dictionaries({'channel': values, 'poll': values, 'name': values}),
    values,
)
bodies = st.one_of(
    results.map(lambda result: json.dumps({'jsonrpc': '2.0', 'id': 1, 'result': result}).encode()),
    values.map(lambda value: json.dumps(value).encode()),
    values.map(lambda value: json.dumps({'error': value}).encode()),
    st.binary(max_size=99),
)
answers = st.tuples(
    st.sampled_from([200, 200, 200, 204, 302, 400, 403, 404, 429, 500, 503]),
    st.sampled_from(['application/json', 'application/json', 'text/html']),
    bodies,
)


class TestGarbage(PlaneCase):
    poll = 5

    async def test_nothing_that_is_answered_stops_the_proxy(self):
        """Thousands of answers at random; at the end all is as if nothing had been."""
        logging.getLogger('pos_hardware_proxy').setLevel(logging.WARNING)
        with self.assertLogs(None, 'WARNING') as logs:
            await self.start()
            self.odoo.reports.clear()
            found = examples(answers, 600)
            asked = []

            def answer(_request):
                status, kind, body = found[len(asked) % len(found)]
                asked.append(body)
                return web.Response(status=status, body=body, content_type=kind)

            self.odoo.answers.update(dict.fromkeys((HELLO, FETCH, REPORT), answer))
            with mock.patch.multiple(
                'pos_hardware_proxy.odoo.link', FIRST_PAUSE=0, LONGEST_PAUSE=0
            ):
                end = asyncio.get_running_loop().time() + 8
                while len(asked) < 1800 and asyncio.get_running_loop().time() < end:
                    await self.odoo.wake()
                    await asyncio.sleep(0.01)
            self.assertEqual((await self.print_here(new()))['state'], 'done')
            await self.check_it_works()
            gc.collect()  # a task that failed unheard is told then
        self.assertGreater(len(asked), 300)
        self.assertNotIn('Traceback', '\n'.join(logs.output))
        self.assertEqual([line for line in logs.output if line.startswith('ERROR')], [])

    async def check_it_works(self):
        self.odoo.answers.clear()
        self.odoo.hellos.clear()
        number = self.odoo.queue()
        end = asyncio.get_running_loop().time() + 15
        while self.odoo.states(number)[-1:] != ['done']:
            self.assertLess(asyncio.get_running_loop().time(), end)
            await self.odoo.wake()  # among the garbage were seconds between two questions
            await asyncio.sleep(0.1)
        await until(lambda: self.link.state == 'online')


class TestNotifications(unittest.TestCase):
    @given(st.text(max_size=99) | values.map(json.dumps) | st.binary(max_size=20) | st.none())
    def test_no_message_on_the_websocket_is_taken_for_work_that_is_none(self, data):
        self.assertFalse(listening.is_work(data))

    def test_nested_too_deep_is_no_work(self):
        self.assertFalse(listening.is_work('[' * 60_000))


class TestHuge(PlaneCase):
    async def test_an_answer_without_end_is_refused_and_its_line_closed(self):
        sent = 0

        async def pour(request):
            nonlocal sent
            answer = web.StreamResponse(headers={'Content-Type': 'application/json'})
            await answer.prepare(request)
            with suppress(ConnectionError):
                for _ in range(1000):
                    await answer.write(b' ' * (1 << 20))
                    sent += 1
            return answer

        await self.start()
        self.odoo.answers[FETCH] = pour
        await self.odoo.wake()
        await until(lambda: self.link.state == 'offline')
        self.assertIn(f'more than {client.MAX_JOBS} bytes', self.link.message)
        self.assertLess(sent, 100)
        self.assertEqual((await self.print_here(new()))['state'], 'done')

    async def test_jobs_that_are_too_many_at_once_are_fetched_one_by_one(self):
        await self.start()
        await self.rest()
        with mock.patch('pos_hardware_proxy.odoo.fetching.MAX_JOBS', 100_000):
            content = [{'type': 'text', 'text': 'x' * 30_000}, {'type': 'cut'}]
            numbers = [self.odoo.queue(receipt={'version': 1, 'lines': content}) for _ in range(5)]
            await self.odoo.wake()
            await until(lambda: not self.odoo.jobs)
            await until(lambda: all(self.odoo.states(n)[-1] != 'queued' for n in numbers))
        self.assertIn(1, self.odoo.fetches)
        for _empty_then_many in range(2):
            await self.rest()
            await self.odoo.wake()
        await until(lambda: self.odoo.fetches[-1] == MOST_JOBS)

    async def test_a_notification_that_is_too_large_closes_the_line_and_a_new_one_works(self):
        await self.start()
        first = next(iter(self.odoo.sockets))
        await self.odoo.wake({'message': 'x' * 2 * client.MAX_NOTIFICATION})
        await until(lambda: self.odoo.sockets and first not in self.odoo.sockets)
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])

    async def test_a_packed_answer_is_not_unpacked(self):
        await self.start()
        body = json.dumps({'result': {'channel': CHANNEL}}).encode()
        self.odoo.answers[FETCH] = lambda _request: web.Response(
            body=body, headers={'Content-Encoding': 'gzip'}, content_type='application/json'
        )
        await self.odoo.wake()
        await until(lambda: self.link.state == 'offline')
        self.assertIn("packed", self.link.message)
