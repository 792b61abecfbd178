from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Tell the browser whether it has to ask where reports are printed at all."""
        info = super().session_info()
        if self.env.user._is_internal():
            rules_sudo = self.env['pos.hardware.report.rule'].sudo()  # who prints sees no rules
            own = [('company_id', 'in', self.env.user.company_ids.ids)]
            info['pos_hardware_report_rules'] = bool(rules_sudo.search_count(own, limit=1))
        return info
