from odoo import api, models
from odoo.exceptions import UserError

from .form_field import Refusal
from .form_kind import KINDS
from .form_page import FormPage


class PrintedForm(models.Model):
    """Which form is printed, and what comes out."""

    _inherit = 'printed.form'

    @api.model
    def _choose(self, kind, company, lang):
        """Return the form for a document: the one that is most particular.

        :param str kind: a key of `KINDS`
        :param res.company company: whose document it is
        :param str lang: the customer's language
        :raise UserError: if there is none
        """
        # Of a wording nobody learns anything: the values in it are read with the user's rights.
        forms_sudo = self.sudo().search([
            ('active', '=', True),
            ('kind', '=', kind),
            ('company_id', 'in', [False, *company.sudo().parent_ids.ids]),
            ('lang', 'in', [False, lang]),
        ])
        if not forms_sudo:
            raise UserError(
                self.env._(
                    "There is no printed form for: %s. Have one made under Configuration.",
                    str(KINDS[kind].label),
                )
            )
        return min(forms_sudo, key=lambda form: form._rank())

    def _rank(self):
        """Sort: an own form of the company, then of its parents; the customer's language first."""
        depth = len(self.company_id.parent_ids)
        return (-depth, not self.lang, self.sequence, self.id)

    @api.model
    def _print(self, kind, record, statement=None):
        """Return a record as it is printed now.

        :param record: with the rights of who prints it
        :param Statement statement: the figures, for a reconciliation statement
        :return: body (HTML) and lang
        :rtype: dict
        :raise UserError: if there is no form, or it names what the user may not read
        """
        partner = record if record._name == 'res.partner' else record.partner_id
        company = statement.company if statement else record.company_id or self.env.company
        lang = self._get_lang(partner)
        form_sudo = self._choose(kind, company, lang)
        page = form_sudo._fill(record, form_sudo.lang or lang, statement)
        return {**page, 'version': form_sudo._get_version()}

    @api.model
    def _get_lang(self, partner):
        """Return the language of a customer, or the user's."""
        installed = dict(self.env['res.lang'].get_installed())
        return next(
            lang for lang in (partner.lang, self.env.lang, *installed, 'en_US') if lang in installed
        )

    def _fill(self, record, lang, statement=None):
        self.ensure_one()
        try:
            body = FormPage(self.kind, record, lang, statement).render(self.body)
        except Refusal as refusal:
            raise UserError(
                self.env._(
                    'The form "%(form)s" names what you may not read: %(name)s. Ask its author, or'
                    " somebody with more rights to print it.",
                    form=self.name,
                    name=refusal.name,
                )
            ) from refusal
        return {'body': body, 'lang': lang}
