from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.base.models.ir_qweb import QWebError


class CollectionLetter(models.Model):
    """E-mail and text message. Called in the customers' language."""

    _inherit = 'collection.letter'

    # === E-MAIL === #

    def _send_mails(self, recipients):
        """Post letters of one level into their cases, with e-mails to the customers.

        Answers come to the responsible person, who is the author and follows the case.

        :param dict recipients: the customer's invoice address by letter
        """
        template = self.level_id.mail_template_id
        if not template:
            return
        reached = self.filtered(lambda letter: recipients[letter].email)
        (self - reached).mail_state = 'no_address'
        if reached:
            reached._ensure_portal_tokens()
            reached._ensure_followers()
            reached._post_mails(template, recipients)
            reached.mail_state = 'sent'

    def _get_sender(self):
        """Return author and address: of the responsible person, else of the company."""
        user = self.user_id
        if user.active and user.email:
            return {'author_id': user.partner_id.id, 'email_from': user.email_formatted}
        company = self.company_id
        return {'author_id': company.partner_id.id, 'email_from': company.email_formatted}

    def _ensure_followers(self):
        """Let the responsible persons follow the cases: whoever follows gets the answers."""
        for user, letters in self.grouped('user_id').items():
            if user.active:
                strange = letters.case_id.filtered(
                    lambda case, user=user: user.partner_id not in case.message_partner_ids
                )
                strange._message_subscribe(user.partner_id.ids)

    def _ensure_portal_tokens(self):
        """Give all invoices of the letters their links in one query.

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
        moves.fetch(['access_token'])

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

    def _send_texts(self, recipients):
        """Post text messages into the cases and put them into Odoo's queue.

        :param dict recipients: the customer's invoice address by letter
        """
        template = self.level_id.sms_template_id
        if not template:
            return
        reached = self.filtered(lambda letter: letter._get_phone(recipients[letter]))
        (self - reached).sms_state = 'no_address'
        bodies = template._render_field('body', reached.ids)
        for letter in reached:
            letter._send_text(bodies[letter.id], recipients[letter])
        reached.sms_state = 'sent'

    def _send_text(self, body, recipient):
        self.case_id._message_sms(
            body,
            partner_ids=recipient.ids,
            sms_pid_to_number={recipient.id: self._get_phone(recipient)},
            put_in_queue=True,
            **self._get_sender(),
        )
