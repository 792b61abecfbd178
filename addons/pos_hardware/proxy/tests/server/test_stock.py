"""Odoo's own client is served as it asks, and told what happened."""

import asyncio
import base64
import threading
import unittest
from unittest import mock

from pos_hardware_proxy.contracts import DeviceStatus, Fault, JobKind, JobState
from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.server.devices import stock_printer

from .fakes import PAGE, TOKEN, ServerCase, no_weight

ACTION = '/hw_proxy/default_printer_action'
PICTURE = b'\xff\xd8\xff\xe0 a picture'


def receipt(text=None):
    text = base64.b64encode(PICTURE).decode() if text is None else text
    return {'data': {'action': 'print_receipt', 'receipt': text}}


CASHBOX = {'data': {'action': 'cashbox'}}


class TestStock(ServerCase):
    async def test_hello_answers_ping_to_a_plain_get(self):
        status, headers, body = await self.send('GET', '/hw_proxy/hello')
        self.assertEqual((status, body), (200, 'ping'))
        self.assertEqual(headers['Access-Control-Allow-Origin'], PAGE)

    async def test_a_handshake_is_answered_in_the_envelope_of_odoo(self):
        answer = await self.rpc('/hw_proxy/handshake')
        self.assertEqual(answer, {'jsonrpc': '2.0', 'id': 7, 'result': True})

    async def test_every_route_is_there_under_both_prefixes_in_either_order(self):
        for prefix in (
            '/p/kitchen',
            f'/t/{TOKEN}',
            f'/p/kitchen/t/{TOKEN}',
            f'/t/{TOKEN}/p/kitchen',
        ):
            self.assertIs(await self.result(f'{prefix}/hw_proxy/handshake'), True, prefix)
            status, _headers, _body = await self.send('GET', f'{prefix}/hw_proxy/hello')
            self.assertEqual(status, 200)

    async def test_a_printed_receipt_is_true(self):
        self.assertIs(await self.result(ACTION, receipt()), True)
        (request,) = self.bar.requests.values()
        self.assertEqual((request.content, request.kind), (PICTURE, JobKind.IMAGE))
        self.assertEqual((request.device, len(request.uuid)), ('bar', 36))

    async def test_the_prefix_names_the_printer(self):
        self.assertIs(await self.result('/p/kitchen' + ACTION, receipt()), True)
        self.assertEqual((len(self.bar.requests), len(self.kitchen.requests)), (0, 1))

    async def test_every_end_but_done_is_a_failure_that_says_why(self):
        for state in (JobState.FAILED, JobState.UNKNOWN):
            self.bar.end = {'state': state, 'code': 'paper_out', 'message': "No paper."}
            self.assertEqual(
                await self.result(ACTION, receipt()),
                {
                    'result': False,
                    'state': state,
                    'code': 'paper_out',
                    'error': "No paper.",
                    'message': "No paper.",
                },
            )

    async def test_a_receipt_that_waits_too_long_is_withdrawn_and_failed(self):
        self.bar.end = None
        answer = await self.result(ACTION, receipt())
        self.assertEqual(
            (answer['result'], answer['state'], answer['code']), (False, 'failed', 'cancelled')
        )
        (job,) = self.spool.kept.values()
        self.assertEqual(job.state, JobState.FAILED)

    async def test_what_a_receipt_waited_for_in_vain_is_said(self):
        self.bar.end = None
        faults = frozenset({Fault.OFFLINE, Fault.PAPER_OUT, Fault.CUTTER})
        self.bar.now = DeviceStatus(faults=faults, answered=True)
        answer = await self.result(ACTION, receipt())
        self.assertEqual((answer['state'], answer['code']), ('failed', 'paper_out'))
        self.assertIn("put in a new roll. Nothing was printed", answer['message'])

    async def test_a_receipt_that_is_being_sent_for_too_long_is_unknown(self):
        self.bar.end, self.bar.state = None, JobState.SENDING
        answer = await self.result(ACTION, receipt())
        self.assertEqual((answer['result'], answer['state']), (False, 'unknown'))

    async def test_a_job_that_cannot_be_withdrawn_is_not_said_to_have_failed(self):
        self.bar.end = None

        def cancel(uuid):
            raise ProxyError('spool', "The disk is full.")

        self.bar.cancel = cancel
        self.assertEqual((await self.result(ACTION, receipt()))['state'], 'unknown')

    async def test_a_job_that_waits_for_a_restart_is_withdrawn(self):
        self.bar.end = None
        asking = asyncio.ensure_future(self.result(ACTION, receipt()))
        await asyncio.to_thread(self.bar.submitted.wait, 20)
        (ticket,) = self.bar.tickets.values()
        self.bar.finish = lambda uuid, **end: None
        ticket.ended.set_exception(ProxyError('stopping', "The proxy stops."))
        self.assertEqual((await asking)['code'], 'cancelled')

    async def test_a_client_that_left_prints_nothing_later(self):
        self.bar.end = None
        asking = asyncio.ensure_future(self.result(ACTION, receipt()))
        await asyncio.to_thread(self.bar.submitted.wait, 20)
        (ticket,) = self.bar.tickets.values()
        asking.cancel()
        job = await asyncio.wait_for(asyncio.wrap_future(ticket.ended), 20)
        self.assertEqual((job.state, job.code), (JobState.FAILED, 'cancelled'))

    async def test_a_client_that_left_before_its_job_was_on_disk_prints_nothing_later(self):
        self.bar.end, accept, held = None, self.bar._accept, threading.Event()

        def slow(request, ticket):
            threading.Thread(target=lambda: (held.wait(20), accept(request, ticket))).start()

        self.bar._accept = slow
        cancelled = self.bar.cancel = mock.Mock(return_value=True)
        asking = asyncio.ensure_future(self.result(ACTION, receipt()))
        await asyncio.to_thread(self.bar.submitted.wait, 20)
        asking.cancel()
        async with asyncio.timeout(20):
            while not cancelled.called:
                await asyncio.sleep(0.01)
        held.set()

    async def test_a_refused_job_is_a_failure(self):
        self.bar.refusal = ProxyError('spool', "The disk is full.")
        answer = await self.result(ACTION, receipt())
        self.assertEqual((answer['result'], answer['code']), (False, 'spool'))

    async def test_what_is_not_base64_is_not_printed(self):
        for text in ('', 'a', '%%%%', 'YQ==YQ==', 'YQ=', 'Y Q==', 'é', None, 5, ['YQ==']):
            params = {'data': {'action': 'print_receipt', 'receipt': text}}
            self.assertIs((await self.result(ACTION, params))['result'], False, text)
        self.assertEqual(self.bar.requests, {})

    async def test_a_printer_that_is_not_there_prints_nothing(self):
        answer = await self.result('/p/cellar' + ACTION, receipt())
        self.assertEqual((answer['result'], answer['code']), (False, 'unknown_printer'))
        status = await self.result('/p/cellar/hw_proxy/status_json')
        self.assertEqual(status['printer']['status'], 'disconnected')

    async def test_the_drawer_opens_at_the_printer_it_hangs_on(self):
        self.assertIs(await self.result(ACTION, CASHBOX), True)
        self.assertEqual(len(self.bar.pulses), 1)

    async def test_a_drawer_that_stays_shut_is_an_error_that_the_cashier_reads(self):
        self.bar.drawer_error = ProxyError('late', "The pulse came too late.")
        answer = await self.rpc(ACTION, CASHBOX)
        self.assertEqual(answer['error']['message'], "The pulse came too late.")

    async def test_a_drawer_of_which_nobody_tells_is_unknown(self):
        self.bar.drawer_answers = False
        answer = await self.rpc(ACTION, CASHBOX)
        self.assertEqual(answer['error']['data']['code'], 'drawer_unknown')

    async def test_no_drawer_configured_is_said(self):
        self.counter.drawer = ''
        answer = await self.rpc(ACTION, CASHBOX)
        self.assertEqual(answer['error']['data']['code'], 'no_drawer')
        self.assertIn("No cash drawer", answer['error']['data']['message'])

    async def test_an_unknown_action_is_an_error(self):
        for data in ({'action': 'reboot'}, {}, [], None, 'cashbox', {'action': ['cashbox']}):
            answer = await self.rpc(ACTION, {'data': data})
            self.assertEqual(answer['error']['data']['code'], 'bad_request', data)

    async def test_the_weight_is_told(self):
        self.assertEqual(await self.result('/hw_proxy/scale_read'), {'weight': 1.25})

    async def test_no_weight_is_the_error_that_the_cashier_reads(self):
        self.counter.scale.error = no_weight()
        answer = await self.rpc('/hw_proxy/scale_read')
        self.assertEqual(
            answer,
            {
                'jsonrpc': '2.0',
                'id': 7,
                'error': {
                    'code': 0,
                    'message': "The weight is not stable yet.",
                    'data': {
                        'name': 'odoo.exceptions.UserError',
                        'message': "The weight is not stable yet.",
                        'debug': '',
                        'code': 'unstable',
                    },
                },
            },
        )

    async def test_a_weight_that_is_no_number_is_an_error(self):
        self.counter.scale.weight = float('nan')
        self.assertIn('error', await self.rpc('/hw_proxy/scale_read'))

    async def test_the_status_has_the_three_keys_that_the_client_shows(self):
        status = await self.result('/hw_proxy/status_json')
        connected = {'status': 'connected', 'messages': []}
        self.assertEqual(status, dict.fromkeys(('printer', 'scale', 'scanner'), connected))

    async def test_a_scale_in_motion_is_connected_and_a_silent_one_is_not(self):
        self.counter.scale.error = no_weight()
        self.assertEqual((await self._scale_status())['status'], 'connected')
        self.counter.scale.error = ProxyError('mute', "The scale is silent.")
        self.assertEqual(
            await self._scale_status(),
            {'status': 'disconnected', 'messages': ["The scale is silent."]},
        )

    async def _scale_status(self):
        return (await self.result('/hw_proxy/status_json'))['scale']

    async def test_a_code_goes_to_each_waiting_client_once(self):
        scanner = self.counter.scanner
        for agent in ('one', 'two'):
            await self._scan_poll(agent)
        polls = [asyncio.ensure_future(self._scan_poll(agent)) for agent in ('one', 'two')]
        scanner.scan('4006381333931')
        self.assertEqual(await asyncio.gather(*polls), ['4006381333931'] * 2)
        self.assertIsNone(await self._scan_poll('one'))

    async def _scan_poll(self, agent):
        headers = {'Origin': PAGE, 'User-Agent': agent}
        return await self.result('/hw_proxy/scanner', headers=headers)

    async def test_a_code_scanned_after_the_client_left_waits_for_its_return(self):
        scanner = self.counter.scanner
        poll = asyncio.ensure_future(self._scan_poll('one'))
        await scanner.asked.wait()
        poll.cancel()
        (queue,) = scanner.queues.values()
        async with asyncio.timeout(0.15):  # well before the poll would have ended by itself
            while queue._getters and not all(getter.done() for getter in queue._getters):
                await asyncio.sleep(0.01)
        scanner.scan('42')
        self.assertEqual(await self._scan_poll('one'), '42')

    async def test_without_a_scanner_a_poll_waits_and_brings_nothing(self):
        self.counter.scanner = None
        started = asyncio.get_running_loop().time()
        self.assertIsNone(await self.result('/hw_proxy/scanner'))
        self.assertGreaterEqual(asyncio.get_running_loop().time() - started, 0.19)

    async def test_displays_that_are_not_there_are_answered_for(self):
        self.assertIs(await self.result('/hw_proxy/display_refresh'), False)
        self.assertEqual(
            await self.result('/hw_proxy/customer_facing_display', {'action': 'get'}), {}
        )

    async def test_an_unknown_route_is_the_404_of_odoo(self):
        answer = await self.rpc('/hw_proxy/l10n_ke_cu_send')
        self.assertEqual(
            (answer['error']['code'], answer['error']['message']), (404, "404: Not Found")
        )

    async def test_a_job_is_not_taken_back_on_the_event_loop(self):
        self.bar.end = None
        await self.result(ACTION, receipt())
        names = {thread.name for thread in self.bar.cancelling}
        self.assertTrue(names and all(name.startswith('asyncio_') for name in names), names)

    async def test_a_hundred_clients_print_at_once(self):
        answers = await asyncio.gather(*(self.result(ACTION, receipt()) for _i in range(100)))
        self.assertEqual((answers, len(self.bar.requests)), ([True] * 100, 100))


class TestWords(unittest.TestCase):
    def test_each_fault_of_a_printer_is_said_in_a_word_that_the_client_knows(self):
        for fault in Fault:
            said = stock_printer(DeviceStatus(faults=frozenset({fault}), answered=True))
            self.assertIn(said['status'], {'error', 'disconnected'})
            self.assertTrue(said['messages'][0].startswith("The printer"))

    def test_a_printer_that_told_nothing_is_not_said_to_be_connected(self):
        self.assertEqual(stock_printer(DeviceStatus())['status'], 'connecting')

    def test_nearly_no_paper_is_told_of_a_connected_printer(self):
        said = stock_printer(DeviceStatus(near_end=True, answered=True))
        self.assertEqual(said['status'], 'connected')
        self.assertEqual(said['messages'], ["The printer is nearly out of paper."])
