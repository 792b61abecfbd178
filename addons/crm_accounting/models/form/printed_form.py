import base64
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .form_field import Refusal
from .form_fill import check_braces, find_placeholders
from .form_html import Problem, clean, is_too_deep, parse, serialize
from .form_kind import KINDS
from .form_page import check_name

OWN_PICTURE = re.compile(r'/web/image/(\d+)(?:[-/?].*)?')
MOST_PLACEHOLDERS = 300
MOST_CHARACTERS = 5_000_000  # with the pictures in it


class PrintedForm(models.Model):
    """The wording of a document, with placeholders: what authors write instead of a program.

    What is saved is harmless (`form_html.clean`) and names only what its author may read; what is
    printed of a record is what the user may read who prints it.
    """

    _name = 'printed.form'
    _description = "Printed Form"
    _order = 'kind, sequence, id'

    name = fields.Char(required=True)
    kind = fields.Selection(
        selection=lambda self: [(key, kind.label) for key, kind in KINDS.items()],
        string="Prints",
        required=True,
        index=True,
        default='contract',
    )
    model = fields.Char(compute='_compute_model')
    company_id = fields.Many2one(
        comodel_name='res.company',
        index=True,
        help="Empty: for companies without one of their own.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env['res.lang'].get_installed(),
        string="Language",
        help="Customers with this language get it. Empty: those for whose language there is none.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    body = fields.Html(string="Wording", required=True)
    version_ids = fields.One2many(
        comodel_name='printed.form.version', inverse_name='form_id', readonly=True, copy=False
    )
    preview_ref = fields.Reference(
        selection=lambda self: self._select_models(),
        string="Preview With",
        copy=False,
        help="Empty: the latest record.",
    )

    @api.depends('kind')
    def _compute_model(self):
        for form in self:
            form.model = KINDS[form.kind].model if form.kind else False

    # === SAVED === #

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create([self._clean_values(vals) for vals in vals_list])
        forms._check_placeholders()
        forms._keep_versions()
        return forms

    def write(self, vals):
        result = super().write(self._clean_values(vals))
        if {'body', 'kind'} & vals.keys():
            self._check_placeholders()
            self._keep_versions()
        return result

    def copy_data(self, default=None):
        """Name a copy as one: it is translated, or changed for a company."""
        copies = super().copy_data(default)
        if 'name' in (default or {}):
            return copies
        return [{**copy, 'name': self.env._("%s (copy)", copy['name'])} for copy in copies]

    @api.model
    def _clean_values(self, vals):
        if 'body' not in vals:
            return vals
        return {**vals, 'body': self._clean_body(vals['body'])}

    @api.model
    def _clean_body(self, body):
        """Return a wording that is harmless, with its pictures in it.

        :raise ValidationError: for what cannot be left out without a word
        """
        self._check_size(body)
        if is_too_deep(body):
            raise ValidationError(
                self.env._(
                    "Tables or lists are nested too deeply: paste the text without its look."
                )
            )
        try:
            root = clean(body, self._embed_picture)
            check_braces(root)
        except Problem as problem:
            raise ValidationError(self._tell_problem(problem)) from problem
        cleaned = serialize(root)
        self._check_size(cleaned)  # with the pictures that it takes in
        return cleaned

    @api.model
    def _check_size(self, body):
        if len(body or '') > MOST_CHARACTERS:
            raise ValidationError(self.env._("The form is too large: use smaller pictures."))

    @api.model
    def _embed_picture(self, address):
        """Return a picture that the author uploaded, as it is now, as a data URI."""
        own = OWN_PICTURE.fullmatch(address)
        picture = self.env['ir.attachment'].browse(int(own[1]) if own else []).exists()
        try:
            picture.check_access('read')  # a cache would not ask
            data = picture.raw
        except AccessError:
            data = None
        if not data or not re.fullmatch(r'image/(png|jpeg|gif|webp)', picture.mimetype or ''):
            raise Problem('picture', address)
        return f'data:{picture.mimetype};base64,{base64.b64encode(data).decode()}'

    def _tell_problem(self, problem):
        if problem.kind == 'picture':
            return self.env._(
                "This picture cannot be printed: %s. Upload it into the form instead of naming an"
                " address.",
                problem.text[:200],
            )
        return self.env._(
            'The braces of a placeholder do not match, or a part of it is formatted: "%s".'
            " Delete it and insert it again.",
            problem.text,
        )

    def _check_placeholders(self):
        """Refuse what is not there and what this user may not read.

        No constraint of Odoo's: those ask with the rights of the superuser.
        """
        for form in self:
            names = find_placeholders(parse(form.body))
            if len(names) > MOST_PLACEHOLDERS:
                raise ValidationError(self.env._("A form has at most 300 different placeholders."))
            refused = [text for name in names if (text := form._refuse(name))]
            if refused:
                raise ValidationError("\n".join(refused))

    def _refuse(self, name):
        """Return in words why a placeholder is refused, or None."""
        try:
            check_name(self.env, self.kind, name)
        except Refusal as refusal:
            return self._tell_refusal(name, refusal)
        return None

    def _tell_refusal(self, name, refusal):
        if refusal.reason == 'forbidden':
            return self.env._("{{ %s }}: you may not read it.", name)
        if refusal.reason == 'secret':
            return self.env._("{{ %s }}: this is not printed on any form.", name)
        if refusal.close:
            meant = ", ".join(f'{{{{ {path} }}}}' for path in refusal.close)
            return self.env._(
                "{{ %(name)s }}: there is nothing of this name. Did you mean %(meant)s?",
                name=name,
                meant=meant,
            )
        return self.env._(
            "{{ %s }}: there is nothing of this name. Type / in the wording to choose one.", name
        )

    def _keep_versions(self):
        """Note each wording that was saved, once."""
        Version_sudo = self.env['printed.form.version'].sudo()  # nobody else writes them
        for form in self.sudo():
            last = form._get_version()
            if last.body != form.body:
                Version_sudo.create({
                    'form_id': form.id,
                    'number': last.number + 1,
                    'body': form.body,
                    'user_id': self.env.uid,
                })

    def _get_version(self):
        """Return the wording that was saved last."""
        return self.version_ids.sorted('number')[-1:]
