from odoo import Command, fields, models
from odoo.exceptions import UserError

# Of a level by its order, when letters are set up: e-mail, SMS, on paper, with invoices.
SHIPPED = (
    ('collection_letter_friendly', False, False, False),
    ('collection_letter_firm', 'collection_letter_sms', False, True),
    ('collection_letter_final', False, True, True),
)
REMINDER = 'collection_letter_before_due'
REMINDER_DAYS = -3


class CollectionPolicy(models.Model):
    """Letters: written by the levels, and by nobody until a manager has seen the first ones."""

    _inherit = 'collection.policy'

    is_writing = fields.Boolean(
        string="Send Letters",
        tracking=True,
        copy=False,
        help="Letters of customers who are written to automatically go out by themselves. Before,"
        " they are only prepared.",
    )
    letter_gap_days = fields.Integer(
        string="Days Between Letters",
        default=5,
        help="A customer gets at most one letter within so many days, whatever falls due.",
    )

    charge_mode = fields.Selection(
        selection=[('shown', "Shown in letters only"), ('invoiced', "Posted as an invoice")],
        string="Fees and Interest",
        required=True,
        default='shown',
        tracking=True,
    )
    interest_rate = fields.Float(
        string="Interest per Year",
        digits=(6, 3),
        tracking=True,
        help="Percent a year, simple, of what is owed when a letter goes out, since the due date.",
    )
    fee_product_id = fields.Many2one(
        comodel_name='product.product',
        check_company=True,
        ondelete='restrict',
        help="Says account and taxes of fees.",
    )
    interest_product_id = fields.Many2one(
        comodel_name='product.product',
        check_company=True,
        ondelete='restrict',
        help="Says account and taxes of interest.",
    )
    is_charge_on_charges = fields.Boolean(
        string="On Charges Too", help="Fees and interest bear fees and interest themselves."
    )

    _interest_not_negative = models.Constraint(
        'CHECK (interest_rate IS NULL OR interest_rate BETWEEN 0 AND 999)',
        "Enter the interest as percent a year, 0 or more.",
    )
    _charges_have_products = models.Constraint(
        "CHECK (charge_mode <> 'invoiced'"
        " OR fee_product_id IS NOT NULL AND interest_product_id IS NOT NULL)",
        "Choose the products by which fees and interest are invoiced.",
    )
    _letter_gap_in_reach = models.Constraint(
        'CHECK (letter_gap_days BETWEEN 1 AND 365)',
        "Leave at least one day, and at most a year, between two letters.",
    )

    def _get_writing_levels(self):
        """Return the levels at which customers are written to, lowest first."""
        return self.level_ids._get_writing().sorted('days')

    def action_set_up_letters(self):
        """Let the levels that do not write yet write with the shipped texts.

        A level three days before the due date is added when there is none before it.
        """
        self.ensure_one()
        for level, shipped in zip(self._get_chasing_levels(), SHIPPED, strict=False):
            if not level._get_writing():
                level.write(self._prepare_writing(*shipped))
        if all(level.days >= 0 for level in self.level_ids):
            reminder = self._prepare_writing(REMINDER, False, False, False)
            name = self.env._("Before the due date")
            self.level_ids = [Command.create({'days': REMINDER_DAYS, 'name': name, **reminder})]
        return True

    def _prepare_writing(self, mail, sms, is_printed, is_attached):
        def find(name):
            record = name and self.env.ref(f'crm_accounting.{name}', raise_if_not_found=False)
            return record.id if record else False

        return {
            'mail_template_id': find(mail),
            'sms_template_id': find(sms),
            'is_letter_printed': is_printed,
            'is_invoice_attached': is_attached,
        }

    def action_start_writing(self):
        """Send the letters that are prepared, but those by hand, and all later ones by themselves.

        :raise UserError: when no level writes
        """
        self.ensure_one()
        if not self._get_writing_levels():
            raise UserError(self.env._("Choose first which levels write, and what."))
        self.is_writing = True
        letters = self._get_waiting_letters()
        letters.filtered(lambda letter: not letter.case_id.letter_mode)._enqueue()
        return True

    def action_stop_writing(self):
        """Only prepare letters from now on; what waits to be sent is prepared again."""
        self.is_writing = False
        waiting = self._get_waiting_letters().filtered(lambda letter: letter.state == 'waiting')
        waiting.sudo().state = 'draft'  # nobody may write letters; who may stop was asked above
        return True

    def action_view_letters(self):
        """Open the letters of this policy that are prepared."""
        self.ensure_one()
        return self.env['collection.letter']._open_where([
            ('id', 'in', self._get_waiting_letters().ids)
        ])

    def _get_waiting_letters(self):
        return self.env['collection.letter'].search([
            ('company_id', 'in', self._get_companies().ids),
            ('state', 'in', ('draft', 'waiting')),
        ])
