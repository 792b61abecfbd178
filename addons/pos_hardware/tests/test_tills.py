import base64
import math

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.pos_hardware import wire

from .common import PICTURE, RECEIPT, HardwareCommon, new_uuid


@tagged('post_install', '-at_install')
class TestTills(HardwareCommon):
    """What a cashier may ask, who has no right to write on any of our models."""

    def submit(self, user=None, **values):
        order = {
            'uuid': new_uuid(),
            'device_id': self.printer.id,
            'kind': 'image',
            'document': "Order 0001",
            'content': base64.b64encode(PICTURE).decode(),
            **values,
        }
        return self.jobs.with_user(user or self.cashier).submit(order)

    def test_a_cashier_submits_and_asks_how_it_goes(self):
        answer = self.submit()
        self.assertEqual(
            {key: answer[key] for key in ('kind', 'document', 'state', 'code', 'confirmed')},
            {
                'kind': 'image',
                'document': "Order 0001",
                'state': 'waiting',
                'code': '',
                'confirmed': False,
            },
        )
        self.report({'uuid': answer['uuid'], 'state': 'failed', 'code': 'paper_out'})
        [status] = self.jobs.with_user(self.cashier).status([answer['uuid'], new_uuid()])
        self.assertEqual((status['state'], status['code']), ('failed', 'paper_out'))
        self.assertEqual(self.find(answer['uuid']).user_id, self.cashier)

    def test_the_same_uuid_is_answered_with_the_job_that_is_there(self):
        name = new_uuid()
        self.submit(uuid=name, document="First")
        self.assertEqual(self.submit(uuid=name, document="Second")['document'], "First")
        self.assertEqual(len(self.find(name)), 1)

    def test_a_job_that_came_locally_is_not_ordered_again(self):
        name = new_uuid()
        self.report({'uuid': name, 'state': 'done'})
        self.assertEqual(self.submit(uuid=name)['state'], 'done')
        self.assertEqual(self.fetch(), [])

    def test_a_cashier_asks_late_and_hears_that_it_expired(self):
        job = self.order(kind='drawer')
        job.date_deadline = '2020-01-01'
        [status] = self.jobs.with_user(self.cashier).status([job.uuid])
        self.assertEqual((status['state'], status['code']), ('failed', 'expired'))

    def test_a_receipt_that_a_cashier_finds_expired_is_a_task(self):
        job = self.order()
        job.date_deadline = '2020-01-01'
        self.jobs.with_user(self.cashier).status([job.uuid])
        self.assertEqual(job.state, 'failed')
        self.assertEqual(self.tasks(job).user_id, self.manager)

    def test_no_one_prints_at_another_company(self):
        with self.assertRaisesRegex(UserError, "not there any more"):
            self.submit(user=self.stranger)

    def test_who_is_no_cashier_prints_nothing(self):
        clerk = self.new_user('hardware.clerk', 'base.group_user', self.company)
        with self.assertRaises(AccessError):
            self.submit(user=clerk)

    def test_no_one_hears_of_jobs_of_another_company(self):
        answer = self.submit()
        self.assertEqual(self.jobs.with_user(self.stranger).status([answer['uuid']]), [])
        # A context says nothing: companies that are not the user's are refused.
        sneaky = self.jobs.with_user(self.stranger).with_context(
            allowed_company_ids=self.company.ids
        )
        with self.assertRaises(AccessError):
            sneaky.status([answer['uuid']])

    def test_what_cannot_print_is_refused(self):
        self.proxy._hello(self.told(self.hello({'name': "scale", 'kind': 'scale'})))
        scale = self.proxy.device_ids
        for device_id in (scale.id, self.printer.id):  # a scale, and a printer that is gone
            with self.assertRaises(UserError):
                self.submit(device_id=device_id)

    def test_what_is_wrong_is_said(self):
        deep = []
        for _depth in range(40):
            deep = [deep]
        for wrong, words in (
            ({'uuid': "x"}, "uuid has to be"),
            ({'kind': 'pdf'}, "kind has to be one of"),
            ({'content': None}, "content has to be base64"),
            ({'content': "%%%"}, "content has to be base64"),
            ({'document': {}}, "document has to be text"),
            ({'document': "x" * 81}, "document has to be text of up to 80"),
            ({'document': "half a \ud83d"}, "document has to be text"),
            ({'device_id': "1"}, "device_id has to be the number"),
            ({'kind': 'receipt', 'receipt': "x"}, "receipt has to be an object"),
            ({'kind': 'receipt', 'receipt': {'lines': "x"}}, "lines has to be a list"),
            ({'kind': 'receipt', 'receipt': {'lines': [{'x': deep}]}}, "nested too deep"),
            ({'kind': 'receipt', 'receipt': {'lines': [{'x': math.nan}]}}, "number that is none"),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
                self.submit(**wrong)

    def test_what_is_larger_than_the_proxy_keeps_is_refused(self):
        text = {'type': 'text', 'text': "x" * wire.BYTES_OF_CONTENT}
        picture = base64.b64encode(bytes(wire.BYTES_OF_CONTENT + 1)).decode()
        for values in (
            {'kind': 'receipt', 'receipt': {'lines': [text]}},
            {'content': picture},
            {'kind': 'raw', 'content': picture},
        ):
            with self.assertRaisesRegex(UserError, "larger than 4 MB"):
                self.submit(**values)
        self.submit(content=base64.b64encode(bytes(wire.BYTES_OF_CONTENT)).decode())

    def test_half_a_letter_does_not_keep_a_receipt_back(self):
        lines = [{'type': 'text', 'text': "smile \ud83d"}]
        self.submit(kind='receipt', receipt={'version': 1, 'lines': lines})
        self.assertEqual(self.fetch()[0]['receipt']['lines'], lines)

    def test_a_job_is_kept_as_it_was_ordered(self):
        job = self.order()
        self.assertEqual(job._get_receipt(), RECEIPT)
        self.assertFalse(job.message_ids)
