import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LETTERS_OF_ADDRESS = 500  # Odoo's 45 are too short for a printer and a token

TOKEN_IN_ADDRESS = re.compile('/t/[^/]*$')


def hide_tokens(rows):
    """Return rows of tills or printers for a public page: the token of a proxy is not public."""
    for row in rows:
        row['proxy_ip'] = TOKEN_IN_ADDRESS.sub('', row.get('proxy_ip') or '')
    return rows


class PosConfig(models.Model):
    _inherit = 'pos.config'

    proxy_ip = fields.Char(size=LETTERS_OF_ADDRESS)
    hardware_proxy_id = fields.Many2one(
        comodel_name='pos.hardware.proxy',
        domain="[('company_id', '=', company_id), ('state', '!=', 'revoked')]",
        index='btree_not_null',
        ondelete='set null',
    )
    hardware_printer_id = fields.Many2one(
        comodel_name='pos.hardware.device',
        string="Receipt Printer",
        domain="[('proxy_id', '=', hardware_proxy_id), ('kind', '=', 'printer')]",
        index='btree_not_null',
        ondelete='set null',
    )

    @api.constrains('hardware_proxy_id', 'hardware_printer_id', 'company_id')
    def _check_hardware(self):
        for config in self:
            proxy, printer = config.hardware_proxy_id, config.hardware_printer_id
            if proxy and proxy.company_id != config.company_id:
                raise ValidationError(self.env._("Choose a hardware proxy of the till's company."))
            if printer and (printer.proxy_id != proxy or printer.kind != 'printer'):
                raise ValidationError(self.env._("Choose a printer of the till's hardware proxy."))

    @api.model_create_multi
    def create(self, vals_list):
        configs = super().create(vals_list)
        configs._set_stock_hardware()
        return configs

    def write(self, vals):
        left = self.browse()
        if 'hardware_proxy_id' in vals and not vals['hardware_proxy_id']:
            left = self.filtered('hardware_proxy_id')
            vals = dict(vals, hardware_printer_id=False)
        result = super().write(vals)
        if vals.keys() & {'hardware_proxy_id', 'hardware_printer_id'}:
            left._unset_stock_hardware()
            self._set_stock_hardware()
        return result

    def _set_stock_hardware(self):
        """Give Odoo's own client the proxy: scale and scanner use it, also without our code."""
        for config in self.filtered('hardware_proxy_id'):
            printer = config.hardware_printer_id
            config.write({
                'is_posbox': True,
                'proxy_ip': config.hardware_proxy_id._get_stock_address(printer),
                'iface_print_via_proxy': bool(printer),
            })

    def _unset_stock_hardware(self):
        for config in self:
            config.write({'is_posbox': False, 'proxy_ip': False, 'iface_print_via_proxy': False})

    def _get_display_device_ip(self):
        """Keep the second screen on Odoo's own channel: the proxy has none to show it on."""
        return False if self.hardware_proxy_id else super()._get_display_device_ip()

    @api.model
    def _load_pos_self_data_search_read(self, data, config):
        """@override of pos_self_order, called where that is installed."""
        return hide_tokens(super()._load_pos_self_data_search_read(data, config))
