from odoo import api, fields, models

from .form_field import describe_printable
from .form_kind import KINDS, WORDS


class PrintedForm(models.Model):
    """What the editor offers to put into a wording."""

    _inherit = 'printed.form'

    placeholders = fields.Json(compute='_compute_placeholders', help="Codes with their labels.")

    @api.model
    @api.readonly
    def get_printable(self):
        """Return the models that the user may name, and how fields are called that nobody may.

        :rtype: dict
        """
        self.check_access('read')
        return describe_printable(self.env)

    @api.depends('kind')
    def _compute_placeholders(self):
        for form in self:
            form.placeholders = form._offer_placeholders() if form.kind else []

    def _offer_placeholders(self):
        """Return what the author may choose from, in words: as many as one looks through."""
        kind = KINDS[self.kind]
        words = [{'code': word, 'label': str(WORDS[word].label)} for word in kind.words]
        paths = [path for path in kind.fields if not self._refuse(path)]
        return words + [{'code': path, 'label': self._label(path)} for path in paths]

    def _label(self, path):
        """Return how a path is called on screens: Customer / Name."""
        model, labels = self.env[self.model], []
        names = path.split('.')
        if names[0] == 'company':
            model, labels = self.env['res.company'], [self.env._("Our Company")]
            names = names[1:]
        for name in names:
            labels.append(model.fields_get([name], ['string'])[name]['string'])
            comodel = model._fields[name].comodel_name
            model = self.env[comodel] if comodel else model
        return " / ".join(labels)
