from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env['collection.habit.change']._merge_partners(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
