from odoo import fields, models

from .pos_hardware_device import KINDS
from .pos_hardware_proxy import SECONDS_BETWEEN_HELLOS

DEVICES_OF_PROXY = 100
LETTERS_OF_MESSAGES = 2000


class PosHardwareProxy(models.Model):
    """What a proxy tells about itself. Runs with all rights, for a proxy is no user."""

    _inherit = 'pos.hardware.proxy'

    def _hello(self, params):
        """Note that the proxy lives, and how its devices are.

        :param Reader params: `version`, `address`, `local_token`, `devices`
        :return dict: `name`, `channel`, `poll`: seconds until the next hello
        :raise ValidationError: what is wrong in `params`
        """
        self.ensure_one()
        rows = [self._read_device(row) for row in params.list('devices', DEVICES_OF_PROXY)]
        has_changed = self._note_self(params)
        has_changed |= self._note_devices({(row['kind'], row['name']): row for row in rows})
        if has_changed:
            self._tell_screens()
        return {'name': self.name, 'channel': self.channel, 'poll': SECONDS_BETWEEN_HELLOS}

    def _note_self(self, params):
        """Return whether it was away or is reached another way now."""
        told = {
            'version': params.text('version', 64),
            'address': params.address(),
            'local_token': params.token('local_token'),
            'state': 'online',
        }
        changes = {key: value for key, value in told.items() if (self[key] or '') != value}
        self.write({**changes, 'last_seen': fields.Datetime.now()})
        if changes.keys() & {'address', 'local_token'}:
            self._readdress()
        return bool(changes)

    def _readdress(self):
        """Give tills and kitchen printers the address for Odoo's own client anew."""
        self.config_ids._set_stock_hardware()
        printers = self.env['pos.printer'].search([('hardware_device_id.proxy_id', '=', self.id)])
        printers._set_stock_address()

    def _read_device(self, row):
        """Return the values of a device that is told of."""
        return {
            'name': row.text('name', 64, required=True),
            'kind': row.choice('kind', KINDS),
            'driver': row.text('driver', 64),
            'faults': row.words('faults', 500, ','),
            'messages': row.words('messages', LETTERS_OF_MESSAGES, '\n'),
            'is_default': row.flag('default'),
            'drawer': row.flag('drawer'),
            'is_ready': row.flag('ready'),
            'near_end': row.flag('near_end'),
        }

    def _note_devices(self, rows):
        """Create, change and archive devices as told; return whether one is not as it was.

        :param dict rows: the values of each device by its kind and name
        """
        known = self._all_devices()
        devices = {(device.kind, device.name): device for device in known}
        new = [dict(row, proxy_id=self.id) for key, row in rows.items() if key not in devices]
        known.create(new)
        gone = known.filtered(
            lambda device: device.active and (device.kind, device.name) not in rows
        )
        gone.write({'active': False})
        changed = [devices[key]._note(row) for key, row in rows.items() if key in devices]
        return bool(new or gone or any(changed))
