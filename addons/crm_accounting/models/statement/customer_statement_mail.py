import base64
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

TEMPLATE = 'crm_accounting.mail_template_customer_statement'
DAYS_KEPT = 90  # the mail itself stays in the history of the customer


class CustomerStatementMail(models.Model):
    """A statement that somebody asked to be mailed to a customer, and what became of it."""

    _name = 'customer.statement.mail'
    _description = "Mailed Statement"
    _inherit = ['customer.mail.queue']
    _rec_name = 'partner_id'
    _order = 'id desc'
    _check_company_auto = True
    _queue_cron = 'crm_accounting.ir_cron_statement_mail'

    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, ondelete='cascade'
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Asked By",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
        help="The statement holds what this user may see, and is sent in their name.",
    )
    kind = fields.Selection(
        selection=lambda self: self.env['customer.statement']._fields['kind'].selection,
        required=True,
        readonly=True,
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    send_settled = fields.Boolean(string="Mail Also Who Owes Nothing", readonly=True)
    state = fields.Selection(
        selection=[
            ('waiting', "Waiting"),
            ('failed', "Not sent"),
            ('settled', "Owes nothing, got none"),
            ('sent', "Sent"),
        ],
        required=True,
        readonly=True,
        default='waiting',
    )
    reason = fields.Char(readonly=True, help="Why it was not sent.")
    tries = fields.Integer(readonly=True, help="How often it was begun.")
    mail_id = fields.Many2one(
        comodel_name='mail.mail', readonly=True, index='btree_not_null', ondelete='set null'
    )
    mail_state = fields.Selection(
        related='mail_id.state', string="Delivery", help="What the mail server made of it."
    )

    _waits_once = models.UniqueIndex(
        "(partner_id, company_id, kind, date_from, date_to) WHERE state = 'waiting'",
        "This statement is waiting to be sent already.",
    )

    # === ASKING === #

    @api.model
    def _ask(self, wanted):
        """Let the statements of a question be mailed, one for each customer; return what waits.

        What waits already is not asked for twice.

        :param customer.statement wanted: who asks, for which customers, and for what
        :raise AccessError: for who may not know what one of them owes
        """
        customers = wanted.partner_ids.commercial_partner_id
        for partner in customers:
            partner._check_statement_access(wanted.company_id)
        values = self._prepare_values(wanted)
        # Rows are made and judged by us only; who may ask was asked above.
        Mail_sudo = self.sudo()
        waiting = Mail_sudo.search([
            ('partner_id', 'in', customers.ids),
            ('state', '=', 'waiting'),
            *((name, '=', values[name]) for name in ('company_id', 'kind', 'date_from', 'date_to')),
        ])
        new = Mail_sudo.create([
            {**values, 'partner_id': partner.id} for partner in customers - waiting.partner_id
        ])
        self._wake()
        return new | waiting

    @api.model
    def _prepare_values(self, wanted):
        return {
            'user_id': self.env.uid,
            'company_id': wanted.company_id.id,
            'kind': wanted.kind,
            'date_from': wanted.date_from,
            'date_to': wanted.date_to,
            'send_settled': wanted.send_settled,
        }

    def action_send_again(self):
        """Try once more what was not sent, in the name and with the rights of who says so.

        What the mail server refused, it is handed again.

        :raise AccessError: for who may not see these, or what the customer owes
        """
        self.check_access('read')
        failed = self.filtered(lambda mail: mail.state == 'failed')
        refused = self.filtered(lambda mail: mail.mail_state == 'exception')
        for mail in failed | refused:
            mail.partner_id._check_statement_access(mail.company_id)
        failed.sudo().write({
            'state': 'waiting',
            'reason': False,
            'tries': 0,
            'user_id': self.env.uid,
        })
        refused.sudo().mail_id.mark_outgoing()
        self._wake()
        return True

    # === SENDING === #

    def _deliver(self):
        """Put the mail into Odoo's queue, with the rights of who asked; note what became of it.

        A page takes a second, so each is a portion by itself.
        """
        self.ensure_one()
        asker = self.user_id
        mine = self.with_user(asker).with_context(
            allowed_company_ids=self.company_id.ids, lang=asker.lang, tz=asker.tz
        )
        if not mine._is_wanted():
            self.state = 'settled'
            return
        self.mail_id = mine._send()
        self.state = 'sent'

    def _is_wanted(self):
        """Tell whether this customer is to get a mail: who owes nothing only when that is asked."""
        owed = self.partner_id._get_statement(self.company_id).owed
        return bool(self.send_settled or owed)

    def _send(self):
        """Return the id of the mail, with the PDF; it stays in the history of the customer.

        :raise UserError: when the customer has no address
        """
        partner = self.partner_id
        if not partner._get_statement_recipient().email:
            raise UserError(self.env._("%s has no e-mail address.", partner.name))
        Wanted = self.env['customer.statement'].with_context(lang=partner.lang)
        wanted = Wanted.create({
            'partner_ids': [Command.set(partner.ids)],
            'company_id': self.company_id.id,
            'kind': self.kind,
            'date_from': self.date_from,
            'date_to': self.date_to,
        })
        pdf = base64.b64encode(wanted._render_pdf())
        return self.env.ref(TEMPLATE).send_mail(
            partner.id,
            email_values={'attachments': [(f'{wanted._get_file_name()}.pdf', pdf)]},
            email_layout_xmlid='mail.mail_notification_light',
        )

    @api.autovacuum
    def _gc_old_statement_mails(self):
        old = fields.Datetime.now() - timedelta(days=DAYS_KEPT)
        self.search([('state', '!=', 'waiting'), ('create_date', '<', old)]).unlink()
