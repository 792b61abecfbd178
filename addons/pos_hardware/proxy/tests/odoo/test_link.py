"""How long the proxy waits for an Odoo that is away, and what it says meanwhile."""

import asyncio
import time
import unittest

from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.odoo import Pairing
from pos_hardware_proxy.odoo.link import FIRST_PAUSE, LONGEST_PAUSE, Backoff, Link

GONE = ProxyError('unreached', "Odoo is gone")


class TestBackoff(unittest.IsolatedAsyncioTestCase):
    async def test_pauses_double_up_to_a_minute_and_no_two_proxies_wait_alike(self):
        pauses = [[backoff.seconds() for _ in range(9)] for backoff in (Backoff(), Backoff())]
        for one in pauses:
            for number, seconds in enumerate(one):
                most = min(FIRST_PAUSE * 2**number, LONGEST_PAUSE)
                self.assertTrue(most / 2 <= seconds <= most, (number, seconds))
        self.assertNotEqual(*pauses)

    async def test_after_a_success_it_begins_anew(self):
        backoff = Backoff()
        for _ in range(5):
            backoff.seconds()  # a minute comes next
        backoff.reset()
        self.assertLessEqual(backoff.seconds(), FIRST_PAUSE)

    async def test_who_waits_goes_on_as_soon_as_odoo_is_reached_again(self):
        link = Link()
        link.take(Pairing('https://a.example', 'x'))
        with self.assertLogs('pos_hardware_proxy.odoo', 'WARNING'):
            link.failed(GONE)
        backoff = link.backoff()
        for _ in range(9):
            backoff.seconds()  # a minute comes next
        start = time.monotonic()
        waiting = asyncio.ensure_future(backoff.pause())
        await asyncio.sleep(0.01)
        link.reached()
        await waiting
        self.assertLess(time.monotonic() - start, 20)


class TestWords(unittest.TestCase):
    def test_the_same_failure_is_logged_once(self):
        link = Link()
        link.take(Pairing('https://a.example', 'x'))
        with self.assertLogs('pos_hardware_proxy.odoo', 'INFO') as logs:
            for _ in range(100):
                link.failed(GONE)
                link.unheard(ProxyError('closed', "No websocket"))
            link.reached()
            link.reached()
        words = [line.partition(':')[0] for line in logs.output]
        self.assertEqual(words, ['WARNING', 'WARNING', 'INFO'])

    def test_what_is_told_holds_no_secret(self):
        link = Link()
        link.take(Pairing('https://a.example', 'the-token', 'shop', "Till 1"))
        self.assertNotIn('the-token', str(link.told()))
