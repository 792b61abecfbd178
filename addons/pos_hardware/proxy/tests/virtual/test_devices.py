"""Scale and scanner without hardware: no false weight, no lost code."""

import asyncio
import threading
import unittest

from pos_hardware_proxy.errors import BadInput, ProxyError
from pos_hardware_proxy.virtual import scanner as scanner_module
from pos_hardware_proxy.virtual.scale import Scale
from pos_hardware_proxy.virtual.scanner import Scanner


class TestScale(unittest.TestCase):
    def test_the_weight_that_lies_on_it_is_read(self):
        scale = Scale()
        scale.put(0.752)
        self.assertEqual(scale.read(), 0.752)

    def test_while_it_moves_there_is_no_weight(self):
        scale = Scale()
        scale.put(1, unstable=True)
        with self.assertRaises(ProxyError) as caught:
            scale.read()
        self.assertEqual(caught.exception.code, 'unstable')

    def test_what_is_no_weight_is_refused_and_changes_nothing(self):
        scale = Scale()
        scale.put(2.5)
        for weight in (-1, 31, float('nan'), float('inf'), '1', None, True, 10**400):
            with self.subTest(weight=weight), self.assertRaises(BadInput):
                scale.put(weight)
        self.assertEqual(scale.read(), 2.5)


class TestScanner(unittest.IsolatedAsyncioTestCase):
    async def test_every_waiting_client_gets_a_code(self):
        scanner = Scanner()
        waiting = [asyncio.create_task(scanner.next(name, 5)) for name in ('a', 'b')]
        while scanner.clients < 2:
            await asyncio.sleep(0)
        self.assertEqual(scanner.scan('4006381333931'), 2)
        self.assertEqual(await asyncio.gather(*waiting), ['4006381333931'] * 2)

    async def test_a_code_from_another_thread_wakes_a_client(self):
        scanner = Scanner()
        waiting = asyncio.create_task(scanner.next('a', 5))
        while not scanner.clients:
            await asyncio.sleep(0)
        threading.Thread(target=scanner.scan, args=('1',)).start()
        self.assertEqual(await waiting, '1')

    async def test_codes_between_two_questions_are_kept_in_their_order(self):
        scanner = Scanner()
        self.assertIsNone(await scanner.next('a', 0))
        scanner.scan('1')
        scanner.scan('2')
        self.assertEqual([await scanner.next('a', 0) for _turn in range(3)], ['1', '2', None])

    async def test_queues_are_bounded(self):
        scanner = Scanner()
        for name in range(scanner_module.MAX_CLIENTS + 5):
            await scanner.next(str(name), 0)
        self.assertEqual(scanner.clients, scanner_module.MAX_CLIENTS)
        for code in range(scanner_module.MAX_WAITING_CODES + 1):
            scanner.scan(str(code))
        self.assertEqual(await scanner.next('20', 0), '1')

    async def test_who_has_long_gone_gets_nothing(self):
        scanner = Scanner()
        await scanner.next('a', 0)
        scanner._clients['a'].asked_at -= scanner_module.MAX_ABSENCE + 1
        self.assertEqual(scanner.scan('1'), 0)
        self.assertIsNone(await scanner.next('a', 0))

    async def test_what_no_scanner_sends_is_refused(self):
        for code in ('', 'a\nb', 'x' * 513, 7, None):
            with self.subTest(code=code), self.assertRaises(BadInput):
                Scanner().scan(code)
