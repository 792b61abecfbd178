"""The process is killed between fetch and report: all is told, and nothing is printed twice."""

import asyncio
import random
import signal
import unittest

from pos_hardware_proxy.odoo import Pairing, write_pairing

from ..printing.tcp import TcpPrinter
from ..whole.running import Proxy
from .fake import TOKEN, FakeOdoo, until

KILLS, JOBS = 6, 12
PRINTER = """
[printers.receipt]
connection = "tcp"
host = "127.0.0.1"
port = {port}
dots = 576
confirms = true
"""


class TestKill(unittest.IsolatedAsyncioTestCase):
    async def test_every_job_ends_once_and_prints_at_most_once(self):
        asyncio.get_running_loop().set_debug(False)
        self.odoo = await self.enterAsyncContext(FakeOdoo())
        printer = self.enterContext(TcpPrinter())
        proxy = Proxy(PRINTER.format(port=printer.port))
        write_pairing(proxy.place / 'odoo.json', Pairing(self.odoo.url, TOKEN))
        numbers = [self.queue(index) for index in range(JOBS)]
        for _ in range(KILLS):
            await asyncio.to_thread(proxy.start)
            await until(lambda: self.odoo.sockets, 20)
            await asyncio.sleep(random.uniform(0, 0.3))
            await asyncio.to_thread(proxy.end, signal.SIGKILL)
            numbers += [self.queue(len(numbers))]
        await asyncio.to_thread(proxy.start)
        try:
            await until(lambda: not self.odoo.jobs, 30)
            await until(lambda: all(self.ended(number) for number in numbers), 30)
        finally:
            await asyncio.to_thread(proxy.end, signal.SIGTERM)
        self.check(numbers, printer.emulator.text)
        self.assertNotIn('Traceback', proxy.log)
        self.assertNotIn(TOKEN, proxy.log)
        self.assertNotIn("secret words", proxy.log)

    def queue(self, index):
        line = {'type': 'text', 'text': f'<{index}> secret words'}
        return self.odoo.queue(
            receipt={'version': 1, 'lines': [line, {'type': 'cut'}]}, document=f'Receipt {index}'
        )

    def ended(self, number):
        return self.odoo.states(number)[-1:] not in ([], ['queued'], ['sending'])

    def check(self, numbers, paper):
        for index, number in enumerate(numbers):
            state, printed = self.odoo.states(number)[-1], paper.count(b'<%d>' % index)
            with self.subTest(index, state=state):
                # `unknown` says that nobody can tell; what is done is on paper once.
                self.assertEqual(printed, 1) if state == 'done' else self.assertLessEqual(
                    printed, 1
                )
                self.assertIn(state, {'done', 'unknown', 'failed'})
        unknown = [n for n in numbers if self.odoo.states(n)[-1] == 'unknown']
        self.assertLessEqual(len(unknown), KILLS, "More is unknown than was in the middle")
