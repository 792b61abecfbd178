"""Documents that nobody could print, through Odoo: they fail with a reason, the others print."""

import asyncio
import json

from aiohttp import web
from hypothesis import strategies as st

from .case import PlaneCase
from .fake import examples, new, until

FETCH = '/pos_hardware/proxy/fetch'
PLACE = '@content@'


class HostileCase(PlaneCase):
    async def fetch_raw(self, contents):
        """Queue receipts whose JSON is these bytes; return their uuids."""
        numbers = [self.odoo.queue(receipt=f'{PLACE}{index}@') for index in range(len(contents))]

        def answer(_request):
            self.fetched += 1
            jobs = [{**job, 'age': 0} for job, _since in self.odoo.jobs.values()][:10]
            body = json.dumps({'id': 1, 'result': {'jobs': jobs}}).encode()
            for index, content in enumerate(contents):
                body = body.replace(f'"{PLACE}{index}@"'.encode(), content)
            return web.Response(body=body, content_type='application/json')

        self.fetched = 0
        self.odoo.answers[FETCH] = answer
        await self.odoo.wake()
        return numbers


class TestHostile(HostileCase):
    async def test_it_fails_with_a_reason_and_those_behind_it_print(self):
        await self.start()
        contents = {
            "values": b'[' + b'[],' * (400 << 10) + b'[]]',
            "deep": b'[' * 99 + b']' * 99,
            "no number": b'{"version": NaN}',
            "no receipt": b'{"version": 1}',
            "no text": rb'{"version": 1, "lines": [{"type": "\ud800"}]}',
        }
        hostile = await self.fetch_raw(list(contents.values()))
        good = [self.odoo.queue() for _ in range(3)]
        await self.odoo.wake()
        await until(lambda: not self.odoo.jobs)
        await until(lambda: all(self.odoo.states(number)[-1] == 'done' for number in good))
        for name, number in zip(contents, hostile, strict=True):
            with self.subTest(name):
                await until(lambda number=number: self.odoo.states(number)[-1] == 'failed')
                report = self.odoo.known[number]
                self.assertIn(report['code'], {'bad_json', 'bad_job', 'receipt'})
                self.assertTrue(report['message'])
        self.assertEqual(await self.receipts(), 3)
        self.assertEqual(self.link.state, 'online')
        self.assertLess(self.fetched, 9)

    async def test_a_till_beside_it_prints_while_it_is_read(self):
        await self.start()
        (number,) = await self.fetch_raw([b'[' + b'[],' * (1 << 20) + b'[]]'])
        async with asyncio.timeout(60):
            while not self.odoo.states(number):
                self.assertEqual((await self.print_here(new()))['state'], 'done')
        self.assertEqual(self.odoo.states(number), ['failed'])


class TestAnyReceipt(HostileCase):
    """What Odoo lets a till submit: any JSON."""

    async def test_whatever_is_submitted_comes_to_an_end(self):
        await self.start()
        letters = st.text(st.characters(codec=None), max_size=9)
        plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | letters
        values = st.recursive(
            plain, lambda inner: st.lists(inner) | st.dictionaries(letters, inner), max_leaves=20
        )
        kinds = st.sampled_from(['text', 'columns', 'rule', 'feed', 'picture', 'logo', 'qr', 'cut'])
        lines = st.dictionaries(st.sampled_from(['text', 'left', 'data', 'size']), values)
        lines = st.builds(lambda kind, line: {'type': kind, **line}, kinds, lines) | values
        receipts = st.builds(lambda lines: {'version': 1, 'lines': lines}, st.lists(lines))
        found = examples(receipts | st.dictionaries(letters, values), 150)
        numbers = await self.fetch_raw([json.dumps(receipt).encode() for receipt in found])
        last = self.odoo.queue()
        await until(lambda: self.odoo.states(last)[-1:] == ['done'], 60)
        await until(lambda: not self.odoo.jobs, 60)
        ends = {self.odoo.states(number)[-1] for number in numbers}
        self.assertLessEqual(ends, {'done', 'failed'})
