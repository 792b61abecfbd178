import base64

from odoo import Command, fields, models
from odoo.exceptions import UserError

TEMPLATE = 'crm_accounting.mail_template_customer_statement'
# A PDF takes a second or two, and Odoo ends requests after two minutes.
MOST_AT_ONCE = 40


class CustomerStatement(models.TransientModel):
    """By mail: one for each customer, with the PDF, in the customer's language."""

    _inherit = 'customer.statement'

    send_settled = fields.Boolean(
        string="Mail Also Who Owes Nothing",
        help="Without it, customers whose open items are nothing in all get no mail.",
    )

    def action_send(self):
        """Send the statements and tell who got one and who did not, and why.

        :raise UserError: when there is nobody to send to, or too many at once
        """
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("Choose at least one customer."))
        owing = self._find_owing()
        customers = self.partner_ids.commercial_partner_id
        wanted = customers if self.send_settled else owing
        reachable = wanted.filtered(lambda partner: partner._get_statement_recipient().email)
        self._check_not_too_many(reachable)
        for partner in reachable:
            self._send_to(partner)
        return self._tell_sent(reachable, wanted - reachable, customers - wanted)

    def _check_not_too_many(self, partners):
        if len(partners) > MOST_AT_ONCE:
            raise UserError(
                self.env._(
                    "%(count)s statements are too many at once: choose at most %(most)s customers.",
                    count=len(partners),
                    most=MOST_AT_ONCE,
                )
            )

    def _find_owing(self):
        """Return the customers that owe something, credits taken off."""
        customers = self.partner_ids.commercial_partner_id
        return customers.filtered(lambda partner: partner._get_statement(self.company_id).owed)

    def _send_to(self, partner):
        """Put one mail into the queue; it stays in the history of the customer."""
        only = self.with_context(lang=partner.lang).copy({
            'partner_ids': [Command.set(partner.ids)]
        })
        pdf = base64.b64encode(only._render_pdf())
        template = self.env.ref(TEMPLATE).with_company(self.company_id)
        template.send_mail(
            partner.id,
            email_values={'attachments': [(f'{only._get_file_name()}.pdf', pdf)]},
            email_layout_xmlid='mail.mail_notification_light',
        )

    def _tell_sent(self, sent, unreachable, settled):
        """Return the notification that tells what happened."""
        parts = [self.env._("Sent: %s.", len(sent))]
        if unreachable:
            names = ", ".join(unreachable.mapped('name'))
            parts.append(self.env._("Without an e-mail address: %s.", names))
        if settled:
            parts.append(self.env._("Owe nothing, got none: %s.", len(settled)))
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'title': self.env._("Statements"),
                'message': " ".join(parts),
                'type': 'warning' if unreachable else 'success',
                'sticky': bool(unreachable),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
