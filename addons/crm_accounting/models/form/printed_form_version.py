from odoo import fields, models


class PrintedFormVersion(models.Model):
    """A wording of a form as it was saved once. Nobody edits it."""

    _name = 'printed.form.version'
    _description = "Version of a Printed Form"
    _order = 'form_id, number desc'
    _rec_name = 'number'

    form_id = fields.Many2one(
        comodel_name='printed.form', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(related='form_id.company_id', store=True)
    number = fields.Integer(required=True, readonly=True)
    # Clean already: a second sanitizer would take the pictures out.
    body = fields.Html(string="Wording", required=True, readonly=True, sanitize=False)
    user_id = fields.Many2one(
        comodel_name='res.users', string="Author", required=True, readonly=True, ondelete='restrict'
    )

    _number_once = models.UniqueIndex("(form_id, number)")
