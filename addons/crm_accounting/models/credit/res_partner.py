from odoo import api, fields, models
from odoo.exceptions import AccessError

from .collection_level import CREDIT_HOLDS, RANKS


class ResPartner(models.Model):
    """Whether new orders of a customer are warned about or blocked, in the selected company."""

    _inherit = 'res.partner'

    credit_hold_by_hand = fields.Selection(
        selection=CREDIT_HOLDS,
        string="Orders by Hand",
        company_dependent=True,
        groups='crm_accounting.crm_accounting_group_own',
        help="Holds until it is taken back, whatever the customer pays.",
    )
    credit_hold = fields.Selection(
        selection=CREDIT_HOLDS,
        string="New Orders",
        compute='_compute_credit_hold',
        compute_sudo=True,
        groups='base.group_user',  # customers are not told
        help="By hand, or by the collection level that the customer has reached.",
    )

    @api.depends('commercial_partner_id.credit_hold_by_hand')
    @api.depends_context('company')
    def _compute_credit_hold(self):
        by_level = self._get_credit_holds_by_level()
        for partner in self:
            customer = partner.commercial_partner_id
            holds = (customer.credit_hold_by_hand, by_level.get(customer.id, False))
            partner.credit_hold = max(holds, key=RANKS.get)

    def _get_credit_holds_by_level(self):
        """Return what the levels say that the customers' cases have reached, by customer id."""
        cases = self.env['collection.case'].search([
            ('partner_id', 'in', self.commercial_partner_id.ids),
            ('company_id', '=', self.env.company.id),
            ('level_id', '!=', False),
        ])
        return {case.partner_id.id: case.level_id._get_credit_hold() for case in cases}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_credit_hold_right(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_credit_hold_right(vals)
        return super().write(vals)

    def _check_credit_hold_right(self, vals):
        if 'credit_hold_by_hand' not in vals or self.env.su:
            return
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_manager'):
            raise AccessError(
                self.env._(
                    "Only collection managers say whether orders are warned about or blocked."
                )
            )
