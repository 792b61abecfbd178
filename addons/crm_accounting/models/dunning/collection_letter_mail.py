from odoo import models

LAYOUT = 'mail.mail_notification_light'
SUBTYPE = 'crm_accounting.mail_message_subtype_letter'
EARLIER = 3  # messages to which an e-mail refers, as core's do
PUBLIC_TYPES = ('comment', 'email', 'email_outgoing')


class CollectionLetter(models.Model):
    """The e-mails of many letters: what core's `message_post` does for one, all rows at once.

    It has core prepare and render each as `message_post` does. Only the customer is told: nobody
    follows the subtype of letters.
    """

    _inherit = 'collection.letter'

    def _post_mails(self, template, recipients):
        """Put letters into the history of their cases, with an e-mail each in Odoo's queue.

        :param mail.template template: of the level
        :param dict recipients: the customer's invoice address by letter
        """
        references = self._get_references()
        all_values = self._prepare_messages(template, recipients)
        messages = self.case_id._message_create(all_values)
        mails = []
        for letter, message, values in zip(self, messages, all_values, strict=True):
            letter.message_id = message
            base = {
                'mail_message_id': message.id,
                'references': ' '.join([*references[letter.case_id.id], message.message_id]),
                'body_html': letter._render_layout(message, values),
                'auto_delete': True,
            }
            mails.append(
                letter.case_id._notify_by_email_get_final_mail_values(recipients[letter].ids, base)
            )
        self._notify_by(self.env['mail.mail'].create(mails), recipients)

    def _notify_by(self, mails, recipients):
        """Note the customers as recipients: what becomes of the e-mails is noted there."""
        self.env['mail.notification'].create([
            {**values, 'res_partner_id': recipients[letter].id}
            for letter, values in zip(self, mails._get_notification_values(), strict=True)
        ])

    def _prepare_messages(self, template, recipients):
        """Return the values of the message of each letter."""
        subjects = template._render_field('subject', self.ids)
        bodies = template._render_field('body_html', self.ids)
        senders = {letter.case_id.id: letter._get_sender() for letter in self}
        reply_to = self.case_id._notify_get_reply_to_batch(
            {case: sender['email_from'] for case, sender in senders.items()},
            {case: sender['author_id'] for case, sender in senders.items()},
        )
        shared = self._prepare_shared_values()
        return [
            letter._add_attachments({
                **shared,
                **senders[letter.case_id.id],
                'res_id': letter.case_id.id,
                'subject': subjects[letter.id],
                'body': bodies[letter.id],
                'partner_ids': recipients[letter].ids,
                'reply_to': reply_to[letter.case_id.id],
            })
            for letter in self
        ]

    def _prepare_shared_values(self):
        """Return what all messages of letters of one company have."""
        company = self.company_id
        domains = self.case_id[:1]._mail_get_alias_domains(default_company=company)
        return {
            'model': self.case_id._name,
            'message_type': 'comment',
            'subtype_id': self.env['ir.model.data']._xmlid_to_res_id(SUBTYPE),
            'email_layout_xmlid': LAYOUT,
            'email_add_signature': True,
            'record_company_id': company.id,
            'record_alias_domain_id': domains[self.case_id[:1].id].id,
        }

    def _add_attachments(self, values):
        files = self._get_attachments()
        return {**values, **self.case_id._process_attachments_for_post(files, [], values)}

    def _render_layout(self, message, values):
        """Return the e-mail around a message; what it shows of the case has no link to it."""
        case = self.case_id
        context = case._notify_by_email_prepare_rendering_context(
            message,
            {**values, 'tracking_value_ids': False},
            model_description=self.env._("account with %s", self.company_id.name),
            force_email_lang=self.lang,
        )
        group = {'has_button_access': False, 'button_access': {}}
        return case._notify_by_email_render_layout(message, group, values, context)

    def _get_references(self):
        """Return the Message-Ids of the last public messages of each case, the latest last.

        Mail programs show a new letter together with them.

        :rtype: dict[int, list[str]]
        """
        messages = self.env['mail.message'].search_fetch(
            [
                ('model', '=', 'collection.case'),
                ('res_id', 'in', self.case_id.ids),
                ('is_internal', '=', False),
                ('subtype_id.internal', '=', False),
                ('message_type', 'in', PUBLIC_TYPES),
                ('message_id', '!=', False),
            ],
            ['res_id', 'message_id'],
            order='id',
        )
        by_case = messages.grouped('res_id')
        return {
            case: by_case.get(case, messages.browse())[-EARLIER:].mapped('message_id')
            for case in self.case_id.ids
        }
