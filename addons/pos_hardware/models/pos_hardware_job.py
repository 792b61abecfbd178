import json
import uuid
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..copies import mark_as_copy
from ..wire import BYTES_OF_CONTENT

WAITING = ('waiting', 'fetched')
ENDS = ('done', 'failed', 'unknown')
STATES_IN_ORDER = ('waiting', 'fetched', 'queued', 'sending', *ENDS)
KINDS = ('image', 'receipt', 'raw', 'drawer')
SECONDS_TO_DEADLINE = {'drawer': 2, 'image': 600, 'receipt': 600, 'raw': 600}
SECONDS_TO_DEADLINE_OF_REPORT = 24 * 3600
DAYS_KEPT = 90
JOBS_DELETED_AT_ONCE = 1000


def now():
    """Return the time in UTC with parts of seconds: the drawer has two of them."""
    return datetime.now(UTC).replace(tzinfo=None)


class PosHardwareJob(models.Model):
    """Something that a device of a proxy has to do, or did: print, or open the drawer."""

    _name = 'pos.hardware.job'
    _description = "Print Job"
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'submitted_at desc, id desc'
    _rec_name = 'document'

    uuid = fields.Char(required=True, readonly=True, help="The same one is printed once.")
    proxy_id = fields.Many2one(
        comodel_name='pos.hardware.proxy', required=True, ondelete='cascade', readonly=True
    )
    device_id = fields.Many2one(
        comodel_name='pos.hardware.device', index='btree_not_null', readonly=True
    )
    company_id = fields.Many2one(related='proxy_id.company_id', store=True, index=True)
    document = fields.Char(readonly=True)
    kind = fields.Selection(
        selection=[
            ('image', "Picture"),
            ('receipt', "Receipt"),
            ('raw', "Printer Data"),
            ('drawer', "Drawer"),
        ],
        required=True,
        readonly=True,
    )
    content = fields.Binary(
        attachment=True, readonly=True, groups='point_of_sale.group_pos_manager'
    )
    has_content = fields.Boolean(compute='_compute_has_content', compute_sudo=True)
    state = fields.Selection(
        selection=[
            ('waiting', "Waits for the proxy"),
            ('fetched', "Handed to the proxy"),
            ('queued', "Waits for the printer"),
            ('sending', "Printing"),
            ('done', "Printed"),
            ('failed', "Not printed"),
            ('unknown', "Maybe printed"),
        ],
        default='waiting',
        required=True,
        readonly=True,
        index=True,
    )
    tries = fields.Integer(readonly=True, help="How often the proxy fetched it.")
    seconds = fields.Float(readonly=True, help="From the order to the end.")
    code = fields.Char(readonly=True)
    message = fields.Char(readonly=True)
    confirmed = fields.Boolean(readonly=True, help="The printer itself said that it printed.")
    sent = fields.Integer(string="Bytes Sent", readonly=True)
    user_id = fields.Many2one(
        comodel_name='res.users', readonly=True, help="Who ordered it by way of Odoo."
    )
    copy_of_id = fields.Many2one(
        comodel_name='pos.hardware.job', index='btree_not_null', readonly=True
    )
    submitted_at = fields.Datetime(
        string="Ordered", required=True, readonly=True, default=lambda _self: now()
    )
    ended_at = fields.Datetime(string="Ended", readonly=True)
    date_deadline = fields.Datetime(
        string="Useless After", readonly=True, help="Who has not fetched it by then prints nothing."
    )

    _proxy_and_uuid = models.UniqueIndex('(proxy_id, uuid)')
    _uuid = models.Index('(uuid)')
    _waiting = models.Index("(proxy_id, id) WHERE state IN ('waiting', 'fetched')")

    @api.depends('content')
    def _compute_has_content(self):
        for job in self.with_context(bin_size=True):
            job.has_content = bool(job.content)

    @api.depends('document', 'kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for job in self:
            job.display_name = job.document or kinds.get(job.kind)

    # === ORDERING === #

    @api.model
    def _place(self, device, values, seconds=None):
        """Create a job for a device, and wake its proxy.

        :param device: one printer, in sudo mode
        :param dict values: `uuid`, `kind`, `document`, `content` as bytes, or more fields
        :param int seconds: until it is of no use any more; as the kind says without
        :raise UserError: the device cannot get jobs, or there is too much to print
        """
        self._check_device(device)
        self._check_size(values.get('content'))
        seconds = seconds or SECONDS_TO_DEADLINE[values['kind']]
        content, moment = values.get('content'), now()
        job = self._create_quietly([
            {
                **values,
                'content': content and b64encode(content),
                'device_id': device.id,
                'proxy_id': device.proxy_id.id,
                'user_id': self.env.uid,
                'submitted_at': moment,
                'date_deadline': moment + timedelta(seconds=seconds),
            }
        ])
        device.proxy_id._wake()
        return job

    def _check_device(self, device):
        if not device.active or device.kind != 'printer' or device.proxy_id.state == 'revoked':
            raise UserError(
                self.env._("%s cannot print: choose another printer.", device.display_name)
            )

    def _check_size(self, content):
        if len(content or b'') > BYTES_OF_CONTENT:
            raise UserError(
                self.env._("This is larger than %s MB: print less at once.", BYTES_OF_CONTENT >> 20)
            )

    @api.model
    def _create_quietly(self, vals_list):
        """Create jobs without a message in the chatter of each: there are many of them."""
        quiet = self.with_context(tracking_disable=True, mail_create_nosubscribe=True)
        return quiet.create(vals_list).with_env(self.env)

    def _get_content(self):
        """Return the content as bytes."""
        return b64decode(self.with_context(bin_size=False).content or b'')

    def _describe(self):
        """Return a job as tills and screens know it."""
        self.ensure_one()
        return {
            'uuid': self.uuid,
            'device_id': self.device_id.id,
            'kind': self.kind,
            'document': self.document or '',
            'state': self.state,
            'code': self.code or '',
            'message': self.message or '',
            'confirmed': self.confirmed,
        }

    # === PRINTING AGAIN === #

    def action_print_again(self):
        """Order a copy of each job, marked as one on the paper, and close what asked for it."""
        self.proxy_id._check_manager()
        self.check_access('read')
        self._check_ended()
        copies = self.browse()
        for job in self.sudo():  # nobody has the right to create a job by hand
            copies |= job._copy_to_print()
        self.sudo()._close_activities(self.env._("Printed again."))
        return copies.with_env(self.env)._get_action()

    def _check_ended(self):
        if any(job.state not in ENDS for job in self):
            raise UserError(
                self.env._("What is still under way may come out yet: wait until it has ended.")
            )

    def _copy_to_print(self):
        if not self.has_content:
            raise UserError(
                self.env._(
                    "Odoo does not have what was printed any more: print it again at the till."
                )
            )
        kind, content = mark_as_copy(self.kind, self._get_content(), self.env._("COPY"))
        return self._place(
            self.device_id,
            {
                'uuid': str(uuid.uuid4()),
                'kind': kind,
                'content': content,
                'document': self.document,
                'copy_of_id': self.id,
            },
        )

    def _get_action(self):
        """Return the action that shows these jobs."""
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pos_hardware.pos_hardware_job_action'
        )
        if len(self) == 1:
            return dict(action, views=[(False, 'form')], res_id=self.id)
        return dict(action, domain=[('id', 'in', self.ids)])

    # === KEEPING === #

    @api.model
    def _read_days_kept(self):
        parameters = self.env['ir.config_parameter'].sudo()
        days = parameters.get_param('pos_hardware.days_kept', DAYS_KEPT)
        return max(int(days), 1)

    @api.autovacuum
    def _gc_jobs(self):
        """Delete what Odoo has for longer than the settings say; the clock of a proxy may lie."""
        before = now() - timedelta(days=self._read_days_kept())
        old = self.search([('create_date', '<', before)], limit=JOBS_DELETED_AT_ONCE)
        old.unlink()
        return len(old), len(old) == JOBS_DELETED_AT_ONCE

    def _get_receipt(self):
        """Return the structured receipt that is the content."""
        return json.loads(self._get_content())
