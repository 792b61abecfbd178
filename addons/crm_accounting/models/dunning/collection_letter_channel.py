from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.base.models.ir_qweb import QWebError


class CollectionLetter(models.Model):
    """E-mail and text message. Called in the customer's language."""

    _inherit = 'collection.letter'

    # === E-MAIL === #

    def _send_mail(self, recipient):
        """Post the letter into the case, with an e-mail to the customer in Odoo's queue.

        Answers come to the responsible person, who is the author and follows the case.

        :param res.partner recipient: the customer's invoice address
        """
        template = self.level_id.mail_template_id
        if not template:
            return
        if not recipient.email:
            self.mail_state = 'no_address'
            return
        self._ensure_portal_tokens()
        self._ensure_follower()
        self.message_id = self.case_id.message_post(
            subject=template._render_field('subject', self.ids)[self.id],
            body=template._render_field('body_html', self.ids)[self.id],
            partner_ids=recipient.ids,
            message_type='comment',
            subtype_xmlid='crm_accounting.mail_message_subtype_letter',
            email_layout_xmlid='mail.mail_notification_light',
            attachments=self._get_attachments(),
            model_description=self.env._("account with %s", self.company_id.name),
            force_send=False,
            **self._get_sender(),
        )
        self.mail_state = 'sent'

    def _get_sender(self):
        """Return author and address: of the responsible person, else of the company."""
        user = self.user_id
        if user.active and user.email:
            return {'author_id': user.partner_id.id, 'email_from': user.email_formatted}
        company = self.company_id
        return {'author_id': company.partner_id.id, 'email_from': company.email_formatted}

    def _ensure_follower(self):
        """Let the responsible person follow the case: whoever follows gets the answers."""
        user = self.user_id
        if user.active and user.partner_id not in self.case_id.message_partner_ids:
            self.case_id._message_subscribe(user.partner_id.ids)

    def _ensure_portal_tokens(self):
        """Give all invoices of the letter their links in one query.

        Core writes one invoice after the other, each with all that hangs on it.
        """
        moves = self._get_told_lines().move_id
        self.env.cr.execute(
            SQL(
                """UPDATE account_move SET access_token = gen_random_uuid()
                    WHERE id = ANY(%s) AND access_token IS NULL""",
                moves.ids,
            )
        )
        moves.invalidate_recordset(['access_token'], flush=False)

    def _get_attachments(self):
        """Return name and content of the invoices, if the level sends them."""
        if not self.level_id.is_invoice_attached:
            return []
        invoices = self._get_told_lines().move_id.filtered(
            lambda move: move.is_sale_document(include_receipts=True)
        )
        return [self._get_document(invoice) for invoice in invoices]

    def _get_document(self, invoice):
        """Return name and content of an invoice: as it was sent before, else as it is printed now.

        Not by the fallback of core, which calls an invoice that is long due "Proforma".

        :raise UserError: when it cannot be printed: then the customer is not written to without it
        """
        if document := invoice._get_invoice_legal_documents('pdf'):
            return document['filename'], document['content']
        report = self.env['ir.actions.report']
        try:
            content, _type = report._render_qweb_pdf('account.account_invoices', invoice.ids)
        except (QWebError, UserError) as error:
            raise UserError(
                self.env._(
                    "%(invoice)s cannot be attached, its PDF was not made: %(error)s",
                    invoice=invoice.name,
                    error=error,
                )
            ) from error
        return invoice._get_invoice_report_filename(), content

    # === SMS === #

    def _get_phone(self, recipient):
        return recipient.phone or self.partner_id.phone

    def _send_sms(self, recipient):
        """Post a text message into the case and put it into Odoo's queue.

        :param res.partner recipient: the customer's invoice address
        """
        template = self.level_id.sms_template_id
        if not template:
            return
        number = self._get_phone(recipient)
        if not number:
            self.sms_state = 'no_address'
            return
        self.case_id._message_sms(
            template._render_field('body', self.ids)[self.id],
            partner_ids=recipient.ids,
            sms_pid_to_number={recipient.id: number},
            put_in_queue=True,
            **self._get_sender(),
        )
        self.sms_state = 'sent'
