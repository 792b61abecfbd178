from odoo import fields, models


class CollectionLevel(models.Model):
    _inherit = 'collection.level'

    mail_template_id = fields.Many2one(
        comodel_name='mail.template',
        string="E-Mail",
        domain=[('model', '=', 'collection.letter')],
        index='btree_not_null',
        ondelete='set null',
        help="Written to the customer's invoice address. Empty: no e-mail at this level.",
    )
    sms_template_id = fields.Many2one(
        comodel_name='sms.template',
        string="SMS",
        domain=[('model', '=', 'collection.letter')],
        index='btree_not_null',
        ondelete='set null',
        help="Empty: no text message at this level.",
    )
    is_letter_printed = fields.Boolean(
        string="On Paper", help="The letter waits under Letters > To Print."
    )
    is_invoice_attached = fields.Boolean(
        string="With Invoices", help="The e-mail brings the invoices as PDF files."
    )

    fee_amount = fields.Monetary(
        string="Fee", help="For each letter of this level: shown or invoiced, as the policy says."
    )

    _fee_not_negative = models.Constraint(
        'CHECK (fee_amount IS NULL OR fee_amount >= 0)', "A fee is an amount of 0 or more."
    )

    def _get_writing(self):
        """Return the levels of these at which customers are written to, by whatever channel."""
        return self.filtered(
            lambda level: level.mail_template_id or level.sms_template_id or level.is_letter_printed
        )
