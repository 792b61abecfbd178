import hashlib
import hmac
import secrets
from datetime import timedelta
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

SECONDS_BETWEEN_HELLOS = 60
SECONDS_TO_OFFLINE = 3 * SECONDS_BETWEEN_HELLOS
MANAGERS = 'point_of_sale.group_pos_manager'
WRITTEN_BY_HAND = ('name', 'user_id')


def digest(secret):
    """Return what is kept of a secret; it is long and random, so a plain hash does."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PosHardwareProxy(models.Model):
    """A process beside a till that drives its printers, drawer, scale and scanner."""

    _name = 'pos.hardware.proxy'
    _description = "Hardware Proxy"
    _inherit = ['pos.load.mixin']
    _order = 'name, id'

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Responsible",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Gets a task when something was not printed. Without one: who paired the proxy.",
    )
    address = fields.Char(readonly=True, help="Where tills reach it, e.g. http://127.0.0.1:8069.")
    version = fields.Char(readonly=True)
    last_seen = fields.Datetime(readonly=True)
    state = fields.Selection(
        selection=[('online', "Connected"), ('offline', "Not connected"), ('revoked', "Revoked")],
        default='offline',
        required=True,
        readonly=True,
        index=True,
    )
    token_hash = fields.Char(groups=NO_ACCESS, copy=False)
    channel = fields.Char(groups=NO_ACCESS, copy=False, default=lambda self: self._new_secret())
    local_token = fields.Char(groups=NO_ACCESS, copy=False)
    device_ids = fields.One2many(
        comodel_name='pos.hardware.device', inverse_name='proxy_id', string="Devices"
    )
    config_ids = fields.One2many(
        comodel_name='pos.config', inverse_name='hardware_proxy_id', string="Tills"
    )
    job_count = fields.Integer(string="Not Printed", compute='_compute_job_count')

    @api.model
    def _new_secret(self):
        return secrets.token_urlsafe(32)

    def _compute_job_count(self):
        """Count the jobs that somebody has to look at."""
        groups = self.env['pos.hardware.job']._read_group(
            domain=[('proxy_id', 'in', self.ids), ('activity_ids', '!=', False)],
            groupby=['proxy_id'],
            aggregates=['__count'],
        )
        counts = dict(groups)
        for proxy in self:
            proxy.job_count = counts.get(proxy, 0)

    def _has_field_access(self, field, operation):
        """What a proxy tells of itself, and whose it is, nobody writes by hand."""
        is_closed = operation == 'write' and field.name not in WRITTEN_BY_HAND and not self.env.su
        return not is_closed and super()._has_field_access(field, operation)

    # === TOKENS === #

    def _issue_token(self):
        """Return a new token, of which Odoo keeps only a hash; the earlier one is worthless."""
        self.ensure_one()
        secret = self._new_secret()
        self.sudo().write({
            'token_hash': digest(secret),
            'channel': self._new_secret(),
            'state': 'offline',
        })
        return f'{self.id}.{secret}'

    @api.model
    def _find_by_token(self, token):
        """Return the proxy of a token, no record if it is not valid; in constant time."""
        number, _dot, secret = token.partition('.')
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        proxy = self.sudo().browse(int(number) if is_number else 0).exists()
        kept = proxy.token_hash or ''
        is_valid = hmac.compare_digest(digest(secret), kept)
        return proxy if is_valid and proxy.state != 'revoked' else proxy.browse()

    def action_revoke(self):
        """Make the token worthless at once; what waits for the proxy is not printed."""
        self._check_manager()
        proxies_sudo = self.sudo()  # a manager has no right on hash and channel
        for proxy in proxies_sudo:
            proxy.write({'token_hash': False, 'channel': self._new_secret(), 'state': 'revoked'})
        self.env['pos.hardware.job'].sudo()._give_up([('proxy_id', 'in', self.ids)], 'revoked')
        proxies_sudo._tell_screens()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        """Keep who opened a drawer, and why."""
        openings = self.env['pos.hardware.drawer.opening'].sudo()
        if openings.search_count([('device_id', 'in', self._all_devices().ids)], limit=1):
            raise UserError(
                self.env._(
                    "Drawers were opened by this proxy, and that is kept: revoke it instead."
                )
            )

    def _all_devices(self):
        return self.with_context(active_test=False).device_ids

    def _check_manager(self):
        self.check_access('read')
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("Only an administrator of the point of sale can do this."))

    def action_pair_again(self):
        """Open the pairing for a proxy that is here already: its devices and tills stay."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pos_hardware.pos_hardware_pair_action'
        )
        return dict(action, context={'default_proxy_id': self.id, 'default_name': self.name})

    def action_open_jobs(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pos_hardware.pos_hardware_job_action'
        )
        context = {'search_default_proxy_id': self.id, 'search_default_open': 1}
        return dict(action, context=context)

    # === WAKE-UP AND SCREENS === #

    def _wake(self):
        """Tell the proxies that there is work. It carries nothing, for notifications expire."""
        for proxy in self.sudo():
            self.env['bus.bus']._sendone(proxy.channel, 'pos_hardware.work', {})

    def _tell_screens(self):
        """Have the open screens of managers read anew."""
        if self:
            self.env.ref(MANAGERS)._bus_send('pos_hardware.changed', {})

    @api.model
    def _mark_offline(self):
        """Note which proxies have not said hello for three times as long as agreed."""
        silent_since = fields.Datetime.now() - timedelta(seconds=SECONDS_TO_OFFLINE)
        silent = self.search([('state', '=', 'online'), ('last_seen', '<', silent_since)])
        silent.write({'state': 'offline'})
        silent._tell_screens()

    @api.model
    def _cron_watch(self):
        """Note every minute which proxies are silent and which jobs came too late."""
        self._mark_offline()
        self.env['pos.hardware.job']._give_up_late()

    # === TILLS === #

    def _get_stock_address(self, printer):
        """Return the address that Odoo's own client uses for a printer, '' if it has none."""
        self.ensure_one()
        address, token = self.address or '', self.sudo().local_token
        if address and printer and not printer.is_default:
            address += '/p/' + quote(printer.name, safe='')
        return f'{address}/t/{token}' if address and token else address

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [('company_id', '=', config.company_id.id), ('state', '!=', 'revoked')]

    @api.model
    def _load_pos_data_fields(self, config):
        return ['id', 'name', 'address', 'local_token']

    @api.model
    def _load_pos_data_read(self, records, config):
        """Read as the cashier; the local token is handed out for the till's own proxies only."""
        own = config.hardware_proxy_id | config.printer_ids.hardware_device_id.proxy_id
        readable = records._filtered_access('read')
        rows = readable.read(['id', 'name', 'address'], load=False)
        for row, proxy in zip(rows, readable.sudo(), strict=True):
            row['local_token'] = (proxy in own and proxy.local_token) or ''
        return rows
