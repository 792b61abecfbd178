from odoo import fields, models


class DiscountCardCategory(models.Model):
    """What a customer is told when a tier is reached or lost; nothing where nothing is chosen."""

    _inherit = 'discount.card.category'

    promotion_mail_template_id = fields.Many2one(
        comodel_name='mail.template',
        string="E-mail When Reached",
        domain=[('model', '=', 'discount.card')],
        ondelete='set null',
    )
    promotion_sms_template_id = fields.Many2one(
        comodel_name='sms.template',
        string="SMS When Reached",
        domain=[('model', '=', 'discount.card')],
        ondelete='set null',
    )
    demotion_mail_template_id = fields.Many2one(
        comodel_name='mail.template',
        string="E-mail When Lost",
        domain=[('model', '=', 'discount.card')],
        ondelete='set null',
    )
    demotion_sms_template_id = fields.Many2one(
        comodel_name='sms.template',
        string="SMS When Lost",
        domain=[('model', '=', 'discount.card')],
        ondelete='set null',
    )

    def _get_tier_messages(self, reason):
        """Return the e-mail and the text message about a tier that is `promoted` or `demoted`."""
        if reason == 'promoted':
            return self.promotion_mail_template_id, self.promotion_sms_template_id
        return self.demotion_mail_template_id, self.demotion_sms_template_id
