from odoo import fields, models


class CollectionCase(models.Model):
    """How a customer is written to, and what was written."""

    _inherit = 'collection.case'

    letter_mode = fields.Selection(
        selection=[('manual', "By hand"), ('never', "Never")],
        string="Letters",
        tracking=True,
        help="Empty: they go out by themselves. By hand: prepared, and sent when somebody says so."
        " Never: no letters at all.",
    )
    next_letter_date = fields.Date(
        string="Next Letter From", tracking=True, help="No letter before this day."
    )
    is_charge_waived = fields.Boolean(
        string="No Fees and Interest",
        tracking=True,
        help="Letters to this customer charge nothing from now on.",
    )
    letter_ids = fields.One2many(comodel_name='collection.letter', inverse_name='case_id')
    letter_count = fields.Integer(compute='_compute_letter_count')

    def _compute_letter_count(self):
        counts = dict(
            self.env['collection.letter']._read_group(
                [('case_id', 'in', self.ids), ('state', '=', 'sent')], ['case_id'], ['__count']
            )
        )
        for case in self:
            case.letter_count = counts.get(case, 0)

    def action_view_letters(self):
        """Open the letters of the case."""
        self.ensure_one()
        return self.env['collection.letter']._open_where([('case_id', '=', self.id)])

    def _merge_into(self, target):
        # What waits is prepared again for the customer that stays.
        self.letter_ids.filtered(lambda letter: letter.state in ('draft', 'waiting')).unlink()
        self.letter_ids.case_id = target
        return super()._merge_into(target)

    # === MAIL === #

    def _message_receive_bounce(self, email, partner):
        """Note on letter and task that an e-mail came back."""
        for case in self.sudo():  # the gateway may run as anybody
            sent = case.letter_ids.filtered(lambda letter: letter.mail_state == 'sent')
            sent.sorted('id')[-1:]._note_bounce(email)
        return super()._message_receive_bounce(email, partner)
