from odoo import fields, models
from odoo.tools import split_every

PORTION = 30  # whoever pays one of them waits until all are written: half a second


class CollectionLetter(models.Model):
    """Sending letters by the channels of their levels, and what became of them."""

    _inherit = 'collection.letter'

    def _get_queue_domain(self):
        # What only paper tells waits for who prints it.
        return [*super()._get_queue_domain(), ('print_state', '=', False)]

    def _split(self):
        """Return the portions, each of one company: first those of many, then what goes alone."""
        quick = [letters._filter_quick() for letters in self.grouped('company_id').values()]
        portions = [
            portion
            for letters in quick
            for portion in split_every(PORTION, letters.ids, self.browse)
        ]
        return [*portions, *(self - self.browse().concat(*quick))]

    def _filter_quick(self):
        """Return those that need no PDF, post no invoice, and did not stop the server before."""
        policy = self.env['collection.policy']._get_for_company(self.company_id)
        if policy.charge_mode == 'invoiced':
            return self.browse()
        return self.filtered(
            lambda letter: not letter.tries and not letter.level_id.is_invoice_attached
        )

    def _deliver(self):
        """Judge letters of one company by the books of this second; send what is left of them."""
        reasons = self._judge()
        for letter, reason in reasons.items():
            letter._drop(reason)
        needed = self.filtered(lambda letter: letter not in reasons)
        recipients = {letter: letter._get_recipient() for letter in needed}
        for letter, recipient in recipients.items():
            letter.lang = recipient.lang
        for letters in needed.grouped(lambda letter: (letter.level_id, letter.lang)).values():
            letters.with_context(lang=letters[0].lang)._tell(recipients)

    def _tell(self, recipients):
        """Send letters of one level in their language, which the context has.

        :param dict recipients: invoice address by letter
        """
        reached = self.filtered(lambda letter: letter._is_reached_at_once(recipients[letter]))
        if reached:
            reached._set_charges()
        self._send_mails(recipients)
        self._send_texts(recipients)
        if self.level_id.is_letter_printed:
            self.print_state = 'waiting'
        for letter in self:
            letter._note_outcome(recipients[letter])

    def _get_recipient(self):
        """Return the invoice address of the customer."""
        return self.partner_id._get_statement_recipient()

    def _is_reached_at_once(self, recipient):
        level = self.level_id
        return bool(
            (level.mail_template_id and recipient.email)
            or (level.sms_template_id and self._get_phone(recipient))
        )

    def _drop(self, reason):
        """Do not send: all that it was about may be told by a later letter."""
        told = self._get_told_lines()
        told.drop_reason = 'held'
        self.write({'state': 'dropped', 'reason': reason})

    def _note_outcome(self, recipient):
        """Close the letter when a channel has told it; else it is the collector's to tell it."""
        is_told = 'sent' in (self.mail_state, self.sms_state)
        without = self._get_missing_addresses(recipient)
        if is_told:
            self._get_told_lines().is_told = True
            self.write({'state': 'sent', 'sent_on': fields.Datetime.now(), 'reason': without})
        elif not self.print_state:
            self.write({'state': 'failed', 'reason': without})
            self._tell_collector(without)

    def _get_missing_addresses(self, recipient):
        """Return what is missing to reach the customer by all channels, or an empty text."""
        missing = []
        if self.mail_state == 'no_address':
            missing.append(self.env._("%s has no e-mail address.", recipient.display_name))
        if self.sms_state == 'no_address':
            missing.append(self.env._("%s has no phone number.", recipient.display_name))
        return " ".join(missing)

    def _tell_collector(self, text):
        """Note on the task of these debts, and in the history, that a letter did not arrive."""
        items = self._get_told_lines().move_line_id.collection_item_ids
        tasks = items.activity_id.filtered('active')
        for task in tasks:
            task.note = (task.note or '') + self.env['ir.qweb']._render(
                'crm_accounting.collection_letter_trouble', {'text': text}
            )
        if tasks:
            tasks.date_deadline = min(
                fields.Date.context_today(self), *tasks.mapped('date_deadline')
            )
        self.case_id.message_post(body=text)

    def _note_failure(self, error):
        """Tell the collector as well: a letter that was not sent is theirs to tell."""
        result = super()._note_failure(error)
        self._tell_collector(self.reason)
        return result

    def _note_bounce(self, email):
        """Note that the e-mail came back."""
        for letter in self:
            reason = letter.env._("The e-mail to %s came back.", email)
            letter.write({'mail_state': 'failed', 'reason': reason})
            letter._tell_collector(reason)
