from odoo import fields, models
from odoo.exceptions import UserError


class CustomerStatement(models.TransientModel):
    """By mail: one for each customer, with the PDF, in the customer's language."""

    _inherit = 'customer.statement'

    send_settled = fields.Boolean(
        string="Mail Also Who Owes Nothing",
        help="Without it, customers whose open items are nothing in all get no mail.",
    )

    def action_send(self):
        """Let the statements be mailed one after the other, and show how far that is.

        :raise UserError: when there is nobody to send to
        :raise AccessError: for who may not know what one of the customers owes
        """
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose at least one customer."))
        mails = self.env['customer.statement.mail']._ask(self)
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_accounting.customer_statement_mail_action'
        )
        return {**action, 'domain': [('id', 'in', mails.ids)]}
