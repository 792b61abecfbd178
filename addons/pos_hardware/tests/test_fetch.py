import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.pos_hardware.models import pos_hardware_job_wire

from .common import PICTURE, RECEIPT, HardwareCommon


@tagged('post_install', '-at_install')
class TestFetch(HardwareCommon):
    def test_a_job_is_fetched_again_until_it_is_reported(self):
        job = self.order()
        [first] = self.fetch()
        [second] = self.fetch()
        self.assertEqual((first['uuid'], second['uuid']), (job.uuid, job.uuid))
        self.assertEqual((job.state, job.tries), ('fetched', 2))
        self.report({'uuid': job.uuid, 'state': 'queued'})
        self.assertEqual(self.fetch(), [])

    def test_each_kind_comes_with_its_content(self):
        picture = base64.b64encode(PICTURE).decode()
        self.order()
        self.order(kind='image', content=picture)
        self.order(kind='raw', content=base64.b64encode(b'\x1b@').decode())
        self.order(kind='drawer')
        receipt, image, raw, drawer = self.fetch()
        self.assertEqual(receipt['receipt'], RECEIPT)
        self.assertEqual((receipt['printer'], receipt['document']), ("bar", "Order 0001"))
        self.assertEqual((image['kind'], image['content']), ('image', picture))
        self.assertEqual(base64.b64decode(raw['content']), b'\x1b@')
        self.assertEqual(drawer.keys(), {'uuid', 'printer', 'kind', 'document', 'age'})
        self.assertLess(drawer['age'], 2)

    def test_the_oldest_come_first_and_no_more_than_asked_for(self):
        jobs = [self.order() for _number in range(3)]
        fetched = self.fetch(limit=2)
        self.assertEqual([row['uuid'] for row in fetched], [jobs[0].uuid, jobs[1].uuid])

    def test_an_answer_stays_small_but_a_large_job_comes(self):
        self.order()
        self.order()
        with patch.object(pos_hardware_job_wire, 'BYTES_OF_ANSWER', 10):
            self.assertEqual(len(self.fetch()), 1)

    def test_no_content_is_read_that_does_not_fit_into_the_answer(self):
        for _number in range(3):
            self.order()
        self.env.flush_all()
        self.env.invalidate_all()
        files = type(self.env['ir.attachment'])
        read = patch.object(files, '_file_read', autospec=True, side_effect=files._file_read)
        with patch.object(pos_hardware_job_wire, 'BYTES_OF_ANSWER', 10), read as reads:
            self.assertEqual(len(self.fetch()), 1)
        self.assertEqual(reads.call_count, 1)

    def test_a_proxy_gets_its_own_jobs_only(self):
        self.order()
        self.assertEqual(self.fetch(proxy=self.other_proxy), [])

    def test_what_came_too_late_is_not_handed_out(self):
        job = self.order()
        job.date_deadline -= timedelta(minutes=11)
        self.assertEqual(self.fetch(), [])
        self.assertEqual((job.state, job.code), ('failed', 'expired'))
        self.assertIn("nothing was printed", job.message)

    def test_a_drawer_waits_for_two_seconds(self):
        job = self.order(kind='drawer')
        self.assertEqual((job.date_deadline - job.submitted_at).seconds, 2)
        job.date_deadline -= timedelta(seconds=3)
        self.assertEqual(self.fetch(), [])

    def test_what_was_fetched_and_never_reported_may_be_on_paper(self):
        job = self.order()
        self.fetch()
        job.date_deadline -= timedelta(minutes=11)
        self.assertEqual(self.fetch(), [])
        self.assertEqual((job.state, job.code), ('unknown', 'not_reported'))

    def test_a_limit_that_is_none_is_refused(self):
        for limit in ("2", -1, 1e9, True, float('nan')):
            with self.assertRaisesRegex(ValidationError, "limit has to be a number"):
                self.fetch(limit=limit)

    def test_the_proxy_is_told_on_the_bus_that_there_is_work(self):
        self.env.cr.precommit.run()
        bus = self.env['bus.bus']
        before = bus.search([], order='id desc', limit=1).id
        self.order()
        self.env.cr.precommit.run()
        messages = bus.search([('id', '>', before), ('channel', 'like', self.proxy.channel)])
        self.assertEqual(messages.mapped('message'), ['{"type":"pos_hardware.work","payload":{}}'])

    def test_fetching_many_jobs_takes_few_queries(self):
        for _number in range(20):
            self.order()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.fetch(limit=20)
            self.env.flush_all()
