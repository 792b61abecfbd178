from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

KINDS = ('printer', 'scale', 'scanner')
FAULTS = {
    'paper_out': _lt("Paper out"),
    'cover_open': _lt("Cover open"),
    'offline': _lt("Switched off or off line"),
    'cutter': _lt("Cutter jammed"),
    'device_error': _lt("Printer reports an error"),
    'mute': _lt("Does not answer"),
    'unreachable': _lt("Cannot be reached"),
}


class PosHardwareDevice(models.Model):
    """A printer, scale or scanner of a proxy, as the proxy told last."""

    _name = 'pos.hardware.device'
    _description = "Hardware Device"
    _inherit = ['pos.load.mixin']
    _order = 'proxy_id, kind, is_default desc, name'

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    proxy_id = fields.Many2one(
        comodel_name='pos.hardware.proxy', required=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one(related='proxy_id.company_id', store=True, index=True)
    kind = fields.Selection(
        selection=[('printer', "Printer"), ('scale', "Scale"), ('scanner', "Scanner")],
        required=True,
    )
    driver = fields.Char()
    is_default = fields.Boolean(string="Default Printer")
    drawer = fields.Boolean(string="Cash Drawer")
    is_ready = fields.Boolean(string="Ready")
    near_end = fields.Boolean(string="Paper Nearly Out")
    faults = fields.Char(help="Codes, with commas between them.")
    messages = fields.Text()
    state = fields.Selection(
        selection=[
            ('ready', "Ready"),
            ('near_end', "Paper nearly out"),
            ('fault', "Needs someone"),
            ('away', "Not connected"),
        ],
        compute='_compute_state',
    )
    condition = fields.Char(compute='_compute_state', help="How it is, in words.")

    _kind_and_name = models.UniqueIndex('(proxy_id, kind, name)')

    @api.depends('name', 'proxy_id.name')
    def _compute_display_name(self):
        for device in self:
            device.display_name = f'{device.name} ({device.proxy_id.name})'

    @api.depends('is_ready', 'near_end', 'faults', 'messages', 'active', 'proxy_id.state')
    @api.depends_context('lang')
    def _compute_state(self):
        words = dict(self._fields['state']._description_selection(self.env))
        for device in self:
            device.state = device._get_state()
            device.condition = device._get_fault_words() or words[device.state]

    def _get_state(self):
        if self.proxy_id.state != 'online' or not self.active:
            return 'away'
        if not self.is_ready:
            return 'fault'
        return 'near_end' if self.near_end else 'ready'

    def _get_fault_words(self):
        """Return the faults for people; '' where there are none or nobody can tell any more."""
        if self._get_state() != 'fault':
            return ''
        codes = (self.faults or '').split(',')
        known = [self.env._(FAULTS[code]) for code in codes if code in FAULTS]
        return ", ".join(known) or (self.messages or '').split('\n')[0]

    def _note(self, row):
        """Write what differs; return whether anything does."""
        told = {**row, 'active': True}
        changes = {key: value for key, value in told.items() if (self[key] or '') != (value or '')}
        if changes:
            self.write(changes)
        return bool(changes)

    # === TILLS === #

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [('company_id', '=', config.company_id.id), ('proxy_id.state', '!=', 'revoked')]

    @api.model
    def _load_pos_data_fields(self, config):
        return ['id', 'name', 'kind', 'proxy_id', 'drawer', 'is_default']
