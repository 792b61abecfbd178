"""Our own client: a job by its uuid, once."""

import asyncio
import base64
import json

from pos_hardware_proxy import __version__
from pos_hardware_proxy.contracts import DeviceStatus, Fault, JobKind, JobState
from pos_hardware_proxy.errors import ProxyError

from .fakes import ServerCase
from .test_access import UUID

PICTURE = base64.b64encode(b'picture').decode()


class TestJobs(ServerCase):
    async def post(self, query='', **job):
        job = {'uuid': UUID, 'printer': 'bar', 'kind': 'image', 'content': PICTURE} | job
        job = {key: value for key, value in job.items() if value is not None}
        status, _headers, body = await self.send('POST', '/v1/jobs' + query, json=job)
        return status, body

    async def code(self, **job):
        status, body = await self.post(**job)
        self.assertEqual(body.keys(), {'error'})
        self.assertEqual(body['error'].keys(), {'code', 'message'})
        return status, body['error']['code']

    async def test_a_job_is_told_as_it_was_accepted(self):
        self.bar.end = None
        self.assertEqual(
            await self.post(),
            (
                201,
                {
                    'uuid': UUID,
                    'printer': 'bar',
                    'kind': 'image',
                    'state': 'queued',
                    'code': '',
                    'message': '',
                    'confirmed': False,
                    'sent': 0,
                    'accepted_at': 5.0,
                    'ended_at': None,
                    'document': '',
                },
            ),
        )
        self.assertEqual(self.bar.requests[UUID].content, b'picture')

    async def test_what_people_call_a_job_is_told_with_it_and_makes_it_no_other(self):
        await self.post(document="Receipt 00012-001")
        self.assertEqual(self.bar.requests[UUID].document, "Receipt 00012-001")
        status, _job = await self.post(document="Copy")
        self.assertEqual(status, 200)
        self.assertEqual(await self.code(document=7), (422, 'bad_job'))

    async def test_a_label_that_is_too_long_or_odd_keeps_nothing_from_printing(self):
        status, _job = await self.post(document="Receipt\n" + 100 * 'x')
        self.assertEqual(status, 201)
        self.assertEqual(self.bar.requests[UUID].document, "Receipt " + 72 * 'x')

    async def test_a_receipt_is_the_same_however_its_keys_are_ordered(self):
        values = {'kind': 'receipt', 'content': None}
        await self.post(**values, receipt={'version': 1, 'lines': [{'a': 1, 'b': 2}]})
        status, _job = await self.post(
            **values, receipt={'lines': [{'b': 2, 'a': 1}], 'version': 1}
        )
        self.assertEqual(status, 200)

    async def test_the_same_job_again_is_known_and_printed_once(self):
        first, second = await self.post(), await self.post()
        self.assertEqual((first[0], second[0]), (201, 200))
        self.assertEqual(second[1]['state'], 'done')
        self.assertEqual(len(self.bar.requests), 1)

    async def test_another_job_under_the_same_uuid_is_refused(self):
        await self.post()
        other = base64.b64encode(b'other').decode()
        self.assertEqual(await self.code(content=other), (409, 'uuid_reused'))

    async def test_who_waits_is_told_the_end(self):
        self.bar.end = {'state': JobState.FAILED, 'code': 'paper_out', 'message': "No paper."}
        status, job = await self.post('?wait=5')
        self.assertEqual((status, job['state'], job['code']), (201, 'failed', 'paper_out'))

    async def test_waiting_ends_before_the_job_and_withdraws_nothing(self):
        self.bar.end = None
        status, job = await self.post('?wait=1')
        self.assertEqual((status, job['state']), (201, 'queued'))
        self.assertEqual(self.spool.kept[UUID].state, JobState.QUEUED)

    async def test_a_receipt_may_be_sent_as_it_is(self):
        receipt = {'lines': [{'text': "Crème brûlée"}]}
        status, _job = await self.post(kind='receipt', content=None, receipt=receipt)
        self.assertEqual(status, 201)
        request = self.bar.requests[UUID]
        self.assertEqual((request.kind, json.loads(request.content)), (JobKind.RECEIPT, receipt))

    async def test_the_default_printer_prints_what_names_none(self):
        await self.post(printer=None)
        self.assertEqual(self.bar.requests[UUID].device, 'bar')

    async def test_what_is_wrong_with_a_job_is_said(self):
        for job, expected in (
            ({'uuid': None}, (422, 'bad_job')),
            ({'uuid': UUID.upper()}, (422, 'bad_job')),
            ({'uuid': f'{{{UUID}}}'}, (422, 'bad_job')),
            ({'uuid': 5}, (422, 'bad_job')),
            ({'kind': 'pdf'}, (422, 'bad_job')),
            ({'kind': ['image']}, (422, 'bad_job')),
            ({'printer': 'cellar'}, (404, 'unknown_printer')),
            ({'printer': {}}, (422, 'bad_job')),
            ({'content': '*'}, (400, 'bad_request')),
            ({'content': None}, (400, 'bad_request')),
            ({'kind': 'receipt', 'receipt': []}, (422, 'bad_job')),
            ({'kind': 'receipt', 'receipt': {}}, (422, 'bad_job')),
        ):
            self.assertEqual(await self.code(**job), expected, job)
        self.assertEqual(self.bar.requests, {})

    async def test_a_spool_that_fails_is_the_proxys_fault(self):
        self.bar.refusal = ProxyError('spool', "The disk is full.")
        self.assertEqual(await self.code(), (503, 'spool'))

    async def test_numbers_in_the_query_are_checked(self):
        for query in ('?wait=31', '?wait=-1', '?wait=1.5', '?wait=', '?wait=%C2%B2', '?wait=1e9'):
            status, body = await self.post(query)
            self.assertEqual((status, body['error']['code']), (422, 'bad_query'), query)
        status, _headers, _body = await self.send('GET', '/v1/jobs?limit=201')
        self.assertEqual(status, 422)

    async def test_jobs_are_listed_newest_first(self):
        other = UUID.replace('0b', '1b')
        await self.post()
        await self.post(uuid=other)
        _status, _headers, body = await self.send('GET', '/v1/jobs')
        self.assertEqual([job['uuid'] for job in body['jobs']], [other, UUID])
        _status, _headers, body = await self.send('GET', '/v1/jobs?limit=1')
        self.assertEqual(len(body['jobs']), 1)

    async def test_a_job_is_found_by_its_uuid(self):
        await self.post()
        status, _headers, job = await self.send('GET', f'/v1/jobs/{UUID}')
        self.assertEqual((status, job['state']), (200, 'done'))
        status, _headers, body = await self.send('GET', '/v1/jobs/' + UUID.replace('0b', '1b'))
        self.assertEqual((status, body['error']['code']), (404, 'unknown_job'))

    async def test_a_job_is_withdrawn_only_while_it_waits(self):
        self.bar.end = None
        await self.post()
        status, _headers, job = await self.send('DELETE', f'/v1/jobs/{UUID}')
        self.assertEqual((status, job['state'], job['code']), (200, 'failed', 'cancelled'))
        status, _headers, body = await self.send('DELETE', f'/v1/jobs/{UUID}')
        self.assertEqual((status, body['error']['code']), (409, 'not_queued'))

    async def test_the_spool_is_never_asked_on_the_event_loop(self):
        await self.post()
        await self.send('GET', '/v1/jobs')
        names = {thread.name for thread in self.spool.threads}
        self.assertTrue(names and all(name.startswith('asyncio_') for name in names), names)

    async def test_a_hundred_clients_with_the_same_job_print_it_once(self):
        answers = await asyncio.gather(*(self.post('?wait=5') for _i in range(100)))
        self.assertEqual({job['state'] for _status, job in answers}, {'done'})
        self.assertEqual(len(self.bar.requests), 1)


class TestDevices(ServerCase):
    async def test_each_device_is_told(self):
        self.kitchen.now = DeviceStatus(
            faults=frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN}), answered=True, asked_at=9.0
        )
        _status, _headers, body = await self.send('GET', '/v1/devices')
        bar, kitchen = body['printers']
        self.assertEqual((bar['name'], bar['default'], bar['drawer']), ('bar', True, True))
        self.assertEqual((bar['ready'], bar['faults']), (True, []))
        self.assertEqual((kitchen['ready'], kitchen['asked_at']), (False, 9.0))
        self.assertEqual(kitchen['faults'], ['cover_open', 'paper_out'])
        self.assertEqual(body['scale'], {'status': 'connected', 'code': '', 'messages': []})
        self.assertEqual((body['drawer'], body['scanner']['status']), ('bar', 'connected'))

    async def test_the_drawer_opens_by_its_printers_name(self):
        status, _headers, body = await self.send('POST', '/v1/devices/bar/drawer')
        self.assertEqual((status, body), (200, {'opened': True}))
        self.assertEqual(len(self.bar.pulses), 1)

    async def test_why_the_drawer_stayed_shut_is_told(self):
        self.bar.drawer_error = ProxyError('offline', "The printer is offline.")
        codes = []
        for name in ('cellar', 'bar'):
            status, _headers, body = await self.send('POST', f'/v1/devices/{name}/drawer')
            codes.append((status, body['error']['code']))
        self.assertEqual(codes, [(404, 'unknown_printer'), (503, 'offline')])

    async def test_the_version_is_told(self):
        _status, _headers, body = await self.send('GET', '/v1/version')
        self.assertEqual(body, {'version': __version__})
