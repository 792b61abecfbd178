from odoo import api, fields, models

from .pos_hardware_job import DAYS_KEPT


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pos_hardware_proxy_id = fields.Many2one(
        related='pos_config_id.hardware_proxy_id', readonly=False
    )
    pos_hardware_printer_id = fields.Many2one(
        related='pos_config_id.hardware_printer_id', readonly=False
    )
    hardware_days_kept = fields.Integer(
        config_parameter='pos_hardware.days_kept', default=DAYS_KEPT
    )
    hardware_keep_content = fields.Boolean(config_parameter='pos_hardware.keep_content')

    @api.onchange('pos_hardware_proxy_id')
    def _onchange_pos_hardware_proxy_id(self):
        """Propose the default printer, and show what Odoo's own fields will be."""
        proxy = self.pos_hardware_proxy_id
        printers = proxy.device_ids.filtered(lambda device: device.kind == 'printer')
        if self.pos_hardware_printer_id not in printers:
            self.pos_hardware_printer_id = printers.filtered('is_default')[:1] or printers[:1]
        if proxy:
            self.pos_is_posbox = True
            self.pos_proxy_ip = proxy._get_stock_address(self.pos_hardware_printer_id)

    @api.onchange('pos_hardware_printer_id')
    def _onchange_pos_hardware_printer_id(self):
        if self.pos_hardware_proxy_id:
            self.pos_iface_print_via_proxy = bool(self.pos_hardware_printer_id)
