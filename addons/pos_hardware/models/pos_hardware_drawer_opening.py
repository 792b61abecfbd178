from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from .. import wire

DAYS_BACK = 7  # a till without internet tells its openings when it has it again


class PosHardwareDrawerOpening(models.Model):
    """Who opened a cash drawer, and why. Nobody edits or deletes it."""

    _name = 'pos.hardware.drawer.opening'
    _description = "Drawer Opening"
    _order = 'opened_at desc, id desc'
    _rec_name = 'opened_at'

    uuid = fields.Char(required=True, readonly=True)
    opened_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    device_id = fields.Many2one(
        comodel_name='pos.hardware.device',
        required=True,
        ondelete='restrict',
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(related='device_id.company_id', store=True, index=True)
    user_id = fields.Many2one(comodel_name='res.users', required=True, readonly=True)
    employee_name = fields.Char(string="Employee", readonly=True)
    reason = fields.Char(readonly=True)
    session_id = fields.Many2one(comodel_name='pos.session', index='btree_not_null', readonly=True)
    config_id = fields.Many2one(
        comodel_name='pos.config', string="Till", index='btree_not_null', readonly=True
    )
    job_id = fields.Many2one(
        comodel_name='pos.hardware.job',
        index='btree_not_null',
        readonly=True,
        help="By way of Odoo only; it tells whether the drawer opened.",
    )
    job_state = fields.Selection(related='job_id.state', string="By Way of Odoo")

    _company_and_uuid = models.UniqueIndex('(company_id, uuid)')

    @api.model
    def log(self, values):
        """Note that a till opened a drawer by itself; the same uuid is noted once.

        :param dict values: `uuid`, `device_id`, `reason`, `employee_name`, `session_id`,
            `opened_at`: seconds since 1970, UTC; without it, now
        :return bool: True
        :raise AccessError: the user is no cashier
        :raise ValidationError: what is wrong in `values`
        """
        jobs = self.env['pos.hardware.job']
        jobs._check_cashier()
        told = wire.Reader(self.env, values)
        # The printer may have been taken away since: the drawer was opened nevertheless.
        device = jobs.with_context(active_test=False)._find_device(told.id('device_id'))
        self._log(told, device)
        return True

    @api.model
    def _log(self, told, device, job=None):
        """Note an opening as the user; they have no right to write here, so by sudo."""
        known = [('uuid', '=', told.uuid()), ('company_id', '=', device.company_id.id)]
        if self.sudo().search_count(known, limit=1):
            return
        try:
            with self.env.cr.savepoint():
                self.sudo().create(self._prepare_opening(told, device, job))
        except UniqueViolation as error:
            raise ConcurrencyError("An opening came twice at once") from error

    @api.model
    def _prepare_opening(self, told, device, job):
        session_id = told.id('session_id')
        session = self.env['pos.session'].search([('id', '=', session_id)])
        return {
            'uuid': told.uuid(),
            'opened_at': fields.Datetime.now() if job else self._read_moment(told),
            'device_id': device.id,
            'user_id': self.env.uid,
            'employee_name': told.text('employee_name', 100),
            'reason': told.text('reason'),
            'session_id': session.id,
            'config_id': session.config_id.id,
            'job_id': job and job.id,
        }

    @api.model
    def _read_moment(self, told):
        """Return when the till opened it, by its clock, but not long ago."""
        now = fields.Datetime.now()
        return max(told.time('opened_at') or now, now - timedelta(days=DAYS_BACK))
