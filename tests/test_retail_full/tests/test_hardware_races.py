from psycopg2.errors import SerializationFailure

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from odoo.addons.pos_hardware.tests.common import RECEIPT, new_uuid
from odoo.addons.pos_hardware.wire import Reader

from .connections import Connections


@tagged('post_install', '-at_install')
class TestHardwareRaces(Connections):
    """A till, a proxy and the watch at the same jobs."""

    def setUp(self):
        super().setUp()
        self.answers = []
        self.addCleanup(self._clean_up)
        with self._connect() as env:
            proxy = env['pos.hardware.proxy'].create({'name': "Races"})
            printer = {'name': "bar", 'kind': 'printer', 'ready': True, 'default': True}
            proxy._hello(Reader(env, {'devices': [printer]}))
            self.proxy_id, self.device_id = proxy.id, proxy.device_ids.id

    def _clean_up(self):
        with self._connect() as env:
            jobs = env['pos.hardware.job'].search([('proxy_id', '=', self.proxy_id)])
            jobs.unlink()
            env['pos.hardware.proxy'].browse(self.proxy_id).unlink()

    def _answer(self, action):
        """Return an action that remembers its answers."""
        return lambda env: self.answers.append(action(env))

    def _submit(self, env, name):
        values = {'device_id': self.device_id, 'kind': 'receipt', 'receipt': RECEIPT, 'uuid': name}
        return env['pos.hardware.job'].submit(values)

    def _fetch(self, env):
        proxy = env['pos.hardware.proxy'].browse(self.proxy_id)
        return env['pos.hardware.job']._fetch_for(proxy, Reader(env, {'limit': 9}))['jobs']

    def _report(self, env, name, state):
        proxy = env['pos.hardware.proxy'].browse(self.proxy_id)
        row = {'uuid': name, 'printer': "bar", 'kind': 'receipt', 'state': state}
        return env['pos.hardware.job']._report_for(proxy, Reader(env, {'jobs': [row]}))['known']

    def _ordered(self):
        name = new_uuid()
        with self._connect() as env:
            self._submit(env, name)
        return name

    def _read(self, name):
        with self._connect() as env:
            jobs = env['pos.hardware.job'].search([('uuid', '=', name)])
            return [(job.state, job.tries) for job in jobs]

    def _serve_meanwhile(self, holder, action):
        """Serve an action that waits until the holder commits; return why it was repeated."""
        with self._in_background(self._answer(action)) as future:
            holder.cr.commit()
            return future.result()

    def test_two_fetches_at_once_hand_out_the_same_job(self):
        name = self._ordered()
        with self._connect() as first:
            [row] = self._fetch(first)
            first.cr.flush()
            reasons = self._serve_meanwhile(first, self._fetch)
        self.assertEqual(row['uuid'], name)
        self.assertEqual([row['uuid'] for row in self.answers[-1]], [name])
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self._read(name), [('fetched', 2)])

    def test_a_fetch_that_began_before_a_report_does_not_take_it_back(self):
        name = self._ordered()
        with self._connect() as fetching, self._connect() as reporting:
            self._begin(fetching)
            self._serve(reporting, lambda env: self._report(env, name, 'done'))
            reasons = self._serve(fetching, self._answer(self._fetch))
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self.answers[-1], [])
        self.assertEqual(self._read(name), [('done', 0)])

    def test_two_reports_at_once_leave_the_end(self):
        name = self._ordered()
        with self._connect() as first:
            self._report(first, name, 'done')
            first.cr.flush()
            reasons = self._serve_meanwhile(first, lambda env: self._report(env, name, 'sending'))
        self.assertEqual((self.answers[-1], reasons), ([name], [SerializationFailure]))
        self.assertEqual(self._read(name), [('done', 0)])

    def test_a_till_and_the_proxy_tell_the_same_new_job_at_once(self):
        name = new_uuid()
        with self._connect() as reporting:
            self._report(reporting, name, 'done')
            reporting.cr.flush()
            reasons = self._serve_meanwhile(reporting, lambda env: self._submit(env, name))
        self.assertEqual((self.answers[-1]['state'], reasons), ('done', [ConcurrencyError]))
        self.assertEqual(self._read(name), [('done', 0)])

    def test_a_job_told_locally_while_a_till_submits_it_goes_on(self):
        name = new_uuid()
        with self._connect() as till:
            self._submit(till, name)
            till.cr.flush()
            reasons = self._serve_meanwhile(till, lambda env: self._report(env, name, 'queued'))
        self.assertEqual((self.answers[-1], reasons), ([name], [ConcurrencyError]))
        self.assertEqual(self._read(name), [('queued', 0)])

    def test_a_job_that_is_fetched_meanwhile_is_not_called_not_printed(self):
        name = self._ordered()
        own = [('uuid', '=', name)]
        with self._connect() as fetching, self._connect() as watching:
            self._begin(watching)
            self._serve(fetching, self._fetch)
            self._serve(watching, lambda env: env['pos.hardware.job']._give_up(own, 'expired'))
        self.assertEqual(self._read(name), [('unknown', 1)])
