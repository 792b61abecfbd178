from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from .. import wire
from .pos_hardware_job import ENDS, KINDS

CASHIERS = 'point_of_sale.group_pos_user'
UUIDS_AT_ONCE = 100
LINES_OF_RECEIPT = 1000  # as the proxy


class PosHardwareJob(models.Model):
    """What tills ask, as a user of the point of sale who has no right to write here."""

    _inherit = 'pos.hardware.job'

    @api.model
    def submit(self, values):
        """Send a job through Odoo; the same uuid again is answered with the job that is there.

        :param dict values: `uuid`, `device_id`, `kind`, `document`, and `content` (base64) or
            `receipt`; for a drawer `reason`, `employee_name` and `session_id` instead
        :return dict: `uuid`, `device_id`, `kind`, `document`, `state`, `code`, `message`,
            `confirmed`
        :raise AccessError: the user is no cashier
        :raise ValidationError: what is wrong in `values`
        :raise UserError: the device cannot print
        """
        self._check_cashier()
        told = wire.Reader(self.env, values)
        order = self._read_order(told)
        device = self._find_device(told.id('device_id'))
        company = device.company_id
        known = self.sudo().search([('uuid', '=', order['uuid']), ('company_id', '=', company.id)])
        job = known[:1] or self.sudo()._place_once(device.sudo(), order)
        if order['kind'] == 'drawer' and not known:
            self.env['pos.hardware.drawer.opening']._log(told, device, job)
        return job._describe()

    @api.model
    def status(self, uuids):
        """Tell how jobs of the user's companies are; unknown ones are left out.

        :param list uuids: up to 100
        :return list: of jobs as :meth:`submit` answers
        """
        self._check_cashier()
        if not isinstance(uuids, list) or len(uuids) > UUIDS_AT_ONCE:
            raise UserError(self.env._("Ask for up to %s jobs.", UUIDS_AT_ONCE))
        names = [wire.Reader(self.env, {'uuid': name}).uuid() for name in uuids]
        jobs = self.search([('uuid', 'in', names)])
        open_jobs = jobs.filtered(lambda job: job.state not in ENDS)
        self._give_up_late([('id', 'in', open_jobs.ids)])
        return [job._describe() for job in jobs]

    def _check_cashier(self):
        if not self.env.user.has_group(CASHIERS):
            raise AccessError(self.env._("Only users of the point of sale can do this."))

    def _find_device(self, device_id):
        """Return the device if it is one of the user's companies."""
        device = self.env['pos.hardware.device'].search([('id', '=', device_id)])
        if not device:
            raise UserError(self.env._("This printer is not there any more: reload the till."))
        return device

    @api.model
    def _read_order(self, told):
        kind = told.choice('kind', KINDS)
        return {
            'uuid': told.uuid(),
            'kind': kind,
            'document': told.text('document', wire.LETTERS_OF_DOCUMENT),
            'content': self._read_content(told, kind),
        }

    @api.model
    def _read_content(self, told, kind):
        """Return what is to be printed as bytes, None for a drawer."""
        if kind == 'drawer':
            return None
        if kind != 'receipt' or 'receipt' not in told.values:
            return told.content()
        receipt = wire.Reader(self.env, told.values['receipt'], 'receipt')
        receipt.list('lines', LINES_OF_RECEIPT)
        return told.json('receipt')

    @api.model
    def _place_once(self, device, order):
        """Order; where another request ordered the same meanwhile, have ours repeated."""
        try:
            with self.env.cr.savepoint():
                return self._place(device, order)
        except UniqueViolation as error:
            raise ConcurrencyError(f"Job {order['uuid']} came twice at once") from error
