from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

REPORT = 'crm_accounting.action_report_collection_letter'
PRINT_AT_ONCE = 50  # a page takes a second


class CollectionLetter(models.Model):
    """Letters on paper: judged again when they are printed, then handed out as one file."""

    _inherit = 'collection.letter'

    def action_print(self):
        """Print those of these letters that wait for it and are still needed.

        :return: the action that fetches the file; True when none of them is needed any more
        :raise UserError: for too many at once
        """
        self._check_may_send()
        waiting = self.sudo().filtered(lambda letter: letter.print_state == 'waiting')
        if len(waiting) > PRINT_AT_ONCE:
            raise UserError(self.env._("Print at most %s letters at once.", PRINT_AT_ONCE))
        for letter in waiting:
            letter._print()
        printed = waiting.filtered(lambda letter: letter.print_state == 'printed')
        return not printed or printed._get_download()

    def action_print_again(self):
        """Fetch once more what was printed.

        :raise AccessError: for who may not see these letters
        """
        self._check_may_send()
        printed = self.filtered(lambda letter: letter.print_state == 'printed')
        return not printed or printed._get_download()

    def _get_download(self):
        numbers = ','.join(map(str, self.ids))
        return {'type': 'ir.actions.act_url', 'url': f'/collection/letters/{numbers}'}

    def _print(self):
        """Judge one letter by the books of this second; note that it is on paper now."""
        reason = self._judge().get(self)
        if reason:
            self.print_state = 'dropped'
            if self.state != 'sent':
                self._drop(reason)
            return
        if self.state != 'sent':
            self._close_as_told()
        self.print_state = 'printed'
        self.case_id.message_post(
            subject=self.env._("Letter on paper"),
            body=self._render_on_paper(),
            **self._get_sender(),
        )

    def _close_as_told(self):
        """What nothing but paper tells is told now."""
        self.lang = self._get_recipient().lang
        self._set_charges()
        self._get_told_lines().is_told = True
        self.write({'state': 'sent', 'sent_on': fields.Datetime.now()})

    # === THE PAGES === #

    def _render_pdf(self):
        """Return the letters as one PDF, each rendered by itself.

        wkhtmltopdf with unpatched Qt takes one document at a time.

        :rtype: bytes
        """
        report = self.env['ir.actions.report']
        pages = [report._render_qweb_pdf(REPORT, letter.ids)[0] for letter in self]
        return pages[0] if len(pages) == 1 else merge_pdf(pages)

    def _get_paper_template(self):
        return self.level_id.mail_template_id or self.env.ref(
            'crm_accounting.collection_letter_friendly'
        )

    def _get_paper_subject(self):
        letter = self.with_context(lang=self.lang)
        return letter._get_paper_template()._render_field('subject', self.ids)[self.id]

    def _render_on_paper(self):
        """Return what the letter says, without links, in the language of the customer."""
        letter = self.with_context(lang=self.lang, letter_on_paper=True)
        return letter._get_paper_template()._render_field('body_html', self.ids)[self.id]
