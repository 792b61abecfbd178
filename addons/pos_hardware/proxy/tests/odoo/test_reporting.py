"""What a paired proxy tells of its jobs: each end, as soon as Odoo hears it."""

import asyncio
import time
from unittest import mock

from pos_hardware_proxy.odoo import reporting

from .case import PlaneCase
from .fake import new, until


class TestReports(PlaneCase):
    async def test_what_was_printed_while_odoo_was_down_is_told_later_and_only_once(self):
        await self.start()
        await self.odoo.go_down()
        numbers = [new() for _ in range(12)]
        for number in numbers:
            start = time.monotonic()
            told = await self.print_here(number, document="Receipt")
            self.assertEqual(told['state'], 'done')
            self.assertLess(time.monotonic() - start, 5)
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
