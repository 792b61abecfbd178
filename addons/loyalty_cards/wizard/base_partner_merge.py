from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Prepare what core then moves by SQL: where it meets a unique key, it deletes rows."""
        self.env['discount.card']._merge_holders(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
