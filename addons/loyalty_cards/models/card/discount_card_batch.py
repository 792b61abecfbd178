from stdnum import luhn

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.barcode import get_barcode_check_digit

EAN13_DIGITS = 13
LARGEST_BATCH = 100_000
NAMED_COLLISIONS = 5


class DiscountCardBatch(models.Model):
    """Pre-printed cards: a range of codes that nobody has yet."""

    _name = 'discount.card.batch'
    _description = "Batch of Discount Cards"
    _order = 'id desc'
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name='res.company',
        index=True,
        default=lambda self: self.env.company._get_card_default(),
        help="Empty: the cards are valid in all companies.",
    )
    category_id = fields.Many2one(
        comodel_name='discount.card.category',
        index=True,
        check_company=True,
        ondelete='restrict',
        help="What the cards give as soon as they are activated.",
    )
    prefix = fields.Char(default='047', help="With what every code begins.")
    first_number = fields.Integer(default=1, required=True)
    quantity = fields.Integer(string="How Many", default=100, required=True)
    digits = fields.Integer(
        string="Digits of the Number",
        default=8,
        help="Zeros fill the number up. An EAN-13 always has 12 digits and a check digit.",
    )
    check_digit = fields.Selection(
        selection=[('none', "None"), ('ean13', "EAN-13"), ('luhn', "Luhn")],
        required=True,
        default='none',
    )
    first_code = fields.Char(compute='_compute_example_codes')
    last_code = fields.Char(compute='_compute_example_codes')
    state = fields.Selection(
        selection=[('draft', "Not Created"), ('done', "Created")],
        required=True,
        readonly=True,
        default='draft',
        copy=False,
    )
    card_ids = fields.One2many(comodel_name='discount.card', inverse_name='batch_id')
    card_count = fields.Integer(compute='_compute_card_counts', string="Cards")
    unregistered_count = fields.Integer(compute='_compute_card_counts', string="Unregistered")

    _quantity_in_reach = models.Constraint(
        f'CHECK (quantity BETWEEN 1 AND {LARGEST_BATCH})',
        "A batch has between 1 and 100,000 cards.",
    )
    _number_in_reach = models.Constraint(
        'CHECK (first_number >= 0 AND digits BETWEEN 1 AND 18)',
        "Numbers are not negative and have between 1 and 18 digits.",
    )

    @api.depends('prefix', 'first_number', 'quantity', 'digits', 'check_digit')
    def _compute_example_codes(self):
        for batch in self:
            is_usable = not batch._get_problem()
            last = batch.first_number + batch.quantity - 1
            batch.first_code = is_usable and batch._make_code(batch.first_number)
            batch.last_code = is_usable and batch._make_code(last)

    @api.depends('card_ids.state')
    def _compute_card_counts(self):
        groups = self.env['discount.card']._read_group(
            [('batch_id', 'in', self.ids)], ['batch_id', 'state'], ['__count']
        )
        for batch in self:
            counts = {state: count for found, state, count in groups if found == batch}
            batch.card_count = sum(counts.values())
            batch.unregistered_count = counts.get('unregistered', 0)

    @api.constrains('prefix', 'first_number', 'quantity', 'digits', 'check_digit')
    def _check_codes_can_be_made(self):
        for batch in self:
            if problem := batch._get_problem():
                raise ValidationError(problem)

    def write(self, vals):
        made = self.filtered(lambda batch: batch.state == 'done')
        if made and vals.keys() - {'name'}:
            raise UserError(
                self.env._("The cards of batch %s exist: only its name changes.", made[0].name)
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_cards(self):
        if used := self.filtered('card_ids'):
            raise UserError(self.env._("Batch %s has cards: it stays.", used[0].name))

    # === CODES === #

    def _get_problem(self):
        """Return why no codes can be made of these numbers, None if they can."""
        self.ensure_one()
        prefix, width = self.prefix or '', self._get_number_width()
        if self.check_digit != 'none' and prefix and not (prefix.isascii() and prefix.isdigit()):
            return self.env._("With a check digit, the prefix consists of digits.")
        if self.check_digit == 'ean13' and prefix[:1] in ('', '0'):
            return self.env._("An EAN-13 begins with another digit than 0: enter a prefix like 29.")
        last = self.first_number + self.quantity - 1
        if len(str(last)) > width:
            return self.env._(
                "Number %(last)s does not fit into %(digits)s digits.", last=last, digits=width
            )
        return None

    def _get_number_width(self):
        if self.check_digit == 'ean13':
            return max(EAN13_DIGITS - 1 - len(self.prefix or ''), 0)
        return self.digits

    def _make_code(self, number):
        """
        :param int number: of the range
        :return: the code as it is printed, with its check digit
        :rtype: str
        """
        code = f"{self.prefix or ''}{number:0{self._get_number_width()}d}"
        if self.check_digit == 'ean13':
            return f'{code}{get_barcode_check_digit(code + "0")}'
        return code + luhn.calc_check_digit(code) if self.check_digit == 'luhn' else code

    # === ACTIONS === #

    def action_create_cards(self):
        """Create all cards of the batch, or none of them when a code is taken."""
        self.ensure_one()
        if self.state == 'done':
            raise UserError(self.env._("The cards of batch %s exist already.", self.name))
        self.check_access('write')
        numbers = range(self.first_number, self.first_number + self.quantity)
        codes = [self._make_code(number) for number in numbers]
        self._check_codes_are_free(codes)
        # First: of two users at once the second fails on it, is repeated by the server and told
        # what the first one did; the cards could only say that a code is taken.
        self.state = 'done'
        self.flush_recordset(['state'])
        # Batches are a manager's; only they may say from which batch a card is.
        cards = self.env['discount.card'].sudo().with_context(tracking_disable=True)
        cards.create([self._prepare_card_values(code) for code in codes])
        return True

    def _check_codes_are_free(self, codes):
        owners = self.env['discount.card']._find_code_owners(codes, self.company_id)
        if owners:
            named = list(owners.items())[:NAMED_COLLISIONS]
            raise UserError(
                self.env._(
                    "No card was created: %(count)s codes are taken, among them %(codes)s.",
                    count=len(owners),
                    codes=", ".join(f'{code} ({owner})' for code, owner in named),
                )
            )

    def _prepare_card_values(self, code):
        return {
            'code': code,
            'company_id': self.company_id.id,
            'currency_id': (self.company_id or self.env.company).currency_id.id,
            'category_id': self.category_id.id,
            'batch_id': self.id,
            'state': 'unregistered',
            'date_issued': False,
        }

    def action_view_cards(self):
        """Open the cards of the batch."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('loyalty_cards.discount_card_action')
        return action | {'domain': [('batch_id', '=', self.id)], 'context': {'create': False}}
