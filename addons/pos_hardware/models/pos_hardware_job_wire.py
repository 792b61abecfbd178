from base64 import b64encode
from itertools import accumulate

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, ValidationError

from ..wire import LETTERS_OF_DOCUMENT
from .pos_hardware_job import ENDS, KINDS, STATES_IN_ORDER, WAITING, now
from .pos_hardware_job_end import VERDICTS

STATES_OF_PROXY = ('queued', 'sending', *ENDS)
JOBS_OF_FETCH = 50
JOBS_OF_REPORT = 200
BYTES_OF_ANSWER = 8 << 20
BYTES_SENT = (1 << 31) - 1


def rank(state):
    """Return how far a state is; no end is further than another."""
    return min(STATES_IN_ORDER.index(state), STATES_IN_ORDER.index(ENDS[0]))


class PosHardwareJob(models.Model):
    """What a proxy asks and tells. Runs with all rights, on the jobs of that proxy alone.

    Two requests at once: each writes the rows it answers about, so that PostgreSQL lets one of
    them through and Odoo repeats the other.
    """

    _inherit = 'pos.hardware.job'

    # === FETCH === #

    @api.model
    def _fetch_for(self, proxy, params):
        """Hand out what waits, the oldest first; it is handed out again until it is reported.

        :param Reader params: `limit`
        :return dict: `jobs`, at least one of them and no more than some 8 MB
        """
        limit = int(params.number('limit', 1, JOBS_OF_FETCH))
        self._give_up_late([('proxy_id', '=', proxy.id)])
        domain = [('proxy_id', '=', proxy.id), ('state', 'in', WAITING)]
        waiting = self.search(domain, order='id', limit=limit)
        return {'jobs': [job._hand_out() for job in waiting._take_small(BYTES_OF_ANSWER)]}

    def _take_small(self, limit):
        """Return the first of these jobs, with contents of up to `limit` bytes, at least one.

        No content is read: those of fifty jobs are too many for the memory.
        """
        sizes = self._measure_contents()
        totals = accumulate(sizes.get(job.id, 0) for job in self)
        return self[: max(1, sum(total <= limit for total in totals))]

    def _measure_contents(self):
        """Return the bytes of each content by the id of its job."""
        domain = [
            ('res_model', '=', self._name),
            ('res_field', '=', 'content'),
            ('res_id', 'in', self.ids),
        ]
        attachments = self.env['ir.attachment'].search_fetch(domain, ['res_id', 'file_size'])
        return {attachment.res_id: attachment.file_size for attachment in attachments}

    def _hand_out(self):
        self.write({'state': 'fetched', 'tries': self.tries + 1})
        return {
            'uuid': self.uuid,
            'printer': self.device_id.name,
            'kind': self.kind,
            'document': self.document or '',
            'age': max((now() - self.submitted_at).total_seconds(), 0.0),
            **self._get_wire_content(),
        }

    def _get_wire_content(self):
        if self.kind == 'drawer':
            return {}
        if self.kind == 'receipt':
            return {'receipt': self._get_receipt()}
        return {'content': b64encode(self._get_content()).decode()}

    # === REPORT === #

    @api.model
    def _report_for(self, proxy, params):
        """Store how jobs of a proxy are, also of those that came to it locally.

        :param Reader params: `jobs`
        :return dict: `known`: the uuids that are stored, `refused`: `uuid` and `message` of what
            is no job
        :raise ValidationError: `jobs` is no list of up to 200 jobs
        """
        rows, refused = self._read_reports(params)
        known = self.search([('proxy_id', '=', proxy.id), ('uuid', 'in', list(rows))])
        ended = known.filtered(lambda job: job._advance(rows[job.uuid]))
        new = [row for name, row in rows.items() if name not in set(known.mapped('uuid'))]
        ended |= self._create_reported(proxy, new)
        if ended:
            ended._after_end()
        return {'known': list(rows), 'refused': refused}

    @api.model
    def _read_reports(self, params):
        """Return the values of each job by its uuid, the furthest of each, and what is no job."""
        rows, refused = {}, []
        for told in params.list('jobs', JOBS_OF_REPORT):
            try:
                row = self._read_report(told)
            except ValidationError as error:
                refused.append({'uuid': told.values.get('uuid'), 'message': str(error)})
                continue
            earlier = rows.get(row['uuid'])
            if not earlier or rank(row['state']) > rank(earlier['state']):
                rows[row['uuid']] = row
        return rows, refused

    @api.model
    def _read_report(self, told):
        state = told.choice('state', STATES_OF_PROXY)
        ended_at = state in ENDS and (told.time('ended_at') or now())
        return {
            'uuid': told.uuid(),
            'printer': told.text('printer', 64),
            'kind': told.choice('kind', KINDS),
            'document': told.text('document', LETTERS_OF_DOCUMENT),
            'state': state,
            'code': told.text('code', 64),
            'message': told.text('message', 1000),
            'confirmed': told.flag('confirmed'),
            'sent': int(told.number('sent', 0, BYTES_SENT)),
            'submitted_at': told.time('accepted_at') or now(),
            'ended_at': ended_at,
        }

    def _advance(self, row):
        """Take over what is further than what Odoo knows; return whether this is an end.

        An end that Odoo declared while the proxy was silent gives way to the proxy's own.
        """
        is_end = row['state'] in ENDS
        is_ours = self.state in ENDS and self.code in VERDICTS
        if rank(row['state']) <= rank(self.state) and not (is_end and is_ours):
            return False
        told = {key: row[key] for key in ('state', 'code', 'message', 'confirmed', 'sent')}
        if is_end:
            told |= {'ended_at': row['ended_at'], 'seconds': self._count_seconds(row)}
        self.write(told)
        return is_end

    def _count_seconds(self, row):
        """Return the time from order to end, by one clock: the proxy's may be wrong."""
        if self.tries:
            return max((now() - self.submitted_at).total_seconds(), 0.0)
        return max((row['ended_at'] - row['submitted_at']).total_seconds(), 0.0)

    @api.model
    def _create_reported(self, proxy, rows):
        """Create the jobs that came to the proxy locally; return those that ended."""
        if not rows:
            return self.browse()
        devices = proxy._all_devices()
        printers = {device.name: device.id for device in devices if device.kind == 'printer'}
        values = [self._prepare_reported(proxy, printers, row) for row in rows]
        try:
            with self.env.cr.savepoint():
                jobs = self._create_quietly(values)
        except UniqueViolation as error:
            raise ConcurrencyError("A job came twice at once") from error
        return jobs.filtered(lambda job: job.state in ENDS)

    @api.model
    def _prepare_reported(self, proxy, printers, row):
        seconds = row['ended_at'] and self._count_seconds(row)
        told = {key: value for key, value in row.items() if key != 'printer'}
        device_id = printers.get(row['printer'])
        return {**told, 'proxy_id': proxy.id, 'device_id': device_id, 'seconds': seconds}
