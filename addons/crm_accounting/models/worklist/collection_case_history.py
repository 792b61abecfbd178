from odoo import fields, models
from odoo.tools import html2plaintext

LAST_PROMISES, LAST_CALLS, LAST_LETTERS, LAST_WORDS = 5, 10, 3, 5
WORDS_LENGTH = 500
LETTER = 'crm_accounting.mail_message_subtype_letter'


class CollectionCase(models.Model):
    """What was promised, called, written and said: the history on the work screen."""

    _inherit = 'collection.case'

    def _prepare_promises(self):
        promises = self.env['collection.promise'].search(
            [('case_id', '=', self.id)], limit=LAST_PROMISES, order='id desc'
        )
        states, channels = (
            dict(promises._fields[name]._description_selection(self.env))
            for name in ('state', 'channel')
        )
        return [
            {
                'id': promise.id,
                'made_on': self._to_text(promise.made_on),
                'date': self._to_text(promise.date),
                'amount': promise.amount,
                'currency_id': promise.currency_id.id,
                'state': promise.state,
                'state_name': states[promise.state],
                'channel_name': channels[promise.channel],
                'user': promise.user_id.sudo().name or False,
                'note': promise.note or False,
            }
            for promise in promises
        ]

    def _prepare_calls(self):
        calls = self.env['collection.call'].search([('case_id', '=', self.id)], limit=LAST_CALLS)
        last = self._find_last_call()
        return [
            {
                'id': call.id,
                'date': fields.Datetime.to_string(call.date),
                'result': call.result,
                'result_name': call._get_result_name(),
                'user': call.user_id.sudo().name or False,
                'note': self._shorten(call.note or '') or False,
                'next_date': self._to_text(call.next_date),
                'can_undo': call._is_own_last(last),
            }
            for call in calls
        ]

    def _prepare_letters(self):
        letters = self.env['collection.letter'].search(
            [('case_id', '=', self.id), ('state', '=', 'sent')],
            limit=LAST_LETTERS,
            order='sent_on desc, id desc',
        )
        states = dict(letters._fields['state']._description_selection(self.env))
        return [
            {
                'id': letter.id,
                'date': self._to_text(letter.date),
                'level': letter.level_id.name or False,
                'state_name': states[letter.state],
            }
            for letter in letters
        ]

    def _prepare_words(self):
        """Return the last words of the chatter; letters, tracking and what Odoo notes are none."""
        # Who may see the case may read its messages.
        messages = (
            self
            .env['mail.message']
            .sudo()
            .search(
                [
                    ('model', '=', self._name),
                    ('res_id', '=', self.id),
                    ('message_type', 'in', ('comment', 'email', 'email_outgoing')),
                    ('subtype_id', '!=', self.env.ref(LETTER).id),
                ],
                limit=LAST_WORDS,
                order='id desc',
            )
        )
        return [
            {
                'id': message.id,
                'date': fields.Datetime.to_string(message.date),
                'author': message.author_id.name or message.email_from or False,
                'text': self._shorten(html2plaintext(message.body or '')),
                'is_customer': message.author_id.partner_share or not message.author_id,
            }
            for message in messages
        ]

    @staticmethod
    def _shorten(text):
        text = text.strip()
        return text if len(text) <= WORDS_LENGTH else f'{text[: WORDS_LENGTH - 1]}…'
