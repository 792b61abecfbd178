from odoo import api, fields, models

PREVIEW = ('preview_subject', 'preview_body', 'preview_sms')


class CollectionLetter(models.Model):
    """What a letter will say: looked at before the first ones go out."""

    _inherit = 'collection.letter'

    preview_subject = fields.Char(string="Subject", compute='_compute_preview', compute_sudo=True)
    preview_body = fields.Html(
        string="Text", compute='_compute_preview', compute_sudo=True, sanitize=False
    )
    preview_sms = fields.Text(string="Text Message", compute='_compute_preview', compute_sudo=True)

    @api.depends('state', 'level_id', 'line_ids.drop_reason')
    def _compute_preview(self):
        for letter in self:
            is_told = letter.state in ('sent', 'dropped')
            letter.update(dict.fromkeys(PREVIEW) if is_told else letter._preview())

    def _preview(self):
        """Return what the customer would read now, in their language.

        Without links, as on paper: the key to an invoice is made when the letter is sent.
        """
        self.ensure_one()
        recipient = self._get_recipient()
        letter = self.with_context(lang=recipient.lang, letter_on_paper=True)
        template = letter._get_paper_template()
        sms = letter.level_id.sms_template_id
        return {
            'preview_subject': template._render_field('subject', self.ids)[self.id],
            'preview_body': template._render_field('body_html', self.ids)[self.id],
            'preview_sms': sms and sms._render_field('body', self.ids)[self.id],
        }
