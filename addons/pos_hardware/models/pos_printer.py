from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .pos_config import hide_tokens


class PosPrinter(models.Model):
    _inherit = 'pos.printer'

    printer_type = fields.Selection(
        selection_add=[('hardware_proxy', "Use a printer of a hardware proxy")],
        ondelete={'hardware_proxy': 'set default'},  # Odoo's own client goes on by `proxy_ip`
    )
    hardware_device_id = fields.Many2one(
        comodel_name='pos.hardware.device',
        string="Printer of the Proxy",
        domain="[('company_id', '=', company_id), ('kind', '=', 'printer')]",
        index='btree_not_null',
        ondelete='restrict',
    )

    @api.constrains('printer_type', 'hardware_device_id', 'company_id')
    def _check_hardware_device(self):
        for printer in self.filtered(lambda printer: printer.printer_type == 'hardware_proxy'):
            device = printer.hardware_device_id
            if device.company_id != printer.company_id or device.kind != 'printer':
                raise ValidationError(
                    self.env._("Choose which printer of the proxy prints, one of this company.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        printers = super().create(vals_list)
        printers._set_stock_address()
        return printers

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'printer_type', 'hardware_device_id'}:
            self._set_stock_address()
        return result

    def _set_stock_address(self):
        """Give Odoo's own client the address of the printer: it works without our code then."""
        for printer in self.filtered(lambda printer: printer.printer_type == 'hardware_proxy'):
            device = printer.hardware_device_id
            printer.proxy_ip = device.proxy_id._get_stock_address(device)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), 'hardware_device_id']

    @api.model
    def _load_pos_self_data_search_read(self, data, config):
        """@override of pos_self_order, called where that is installed."""
        return hide_tokens(super()._load_pos_self_data_search_read(data, config))
