from datetime import datetime, time
from itertools import count

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STEPS = {
    'week': relativedelta(weeks=1),
    'month': relativedelta(months=1),
    'quarter': relativedelta(months=3),
    'year': relativedelta(years=1),
}


class CustomerContract(models.Model):
    """What is made from a contract by itself: one document for each period, with its date."""

    _inherit = 'customer.contract'

    schedule_document = fields.Selection(
        selection=[
            ('order', "Confirmed orders"),
            ('draft', "Draft invoices"),
            ('posted', "Posted invoices"),
        ],
        string="Made by Schedule",
        copy=False,
        tracking=True,
    )
    schedule_count = fields.Integer(string="Every", default=1)
    schedule_unit = fields.Selection(
        selection=[
            ('week', "Weeks"),
            ('month', "Months"),
            ('quarter', "Quarters"),
            ('year', "Years"),
        ],
        string="Period",
        default='month',
        required=True,
    )
    schedule_date = fields.Date(
        string="Next Date",
        copy=False,
        tracking=True,
        help="Of the next document. For dates that have passed one document each is made.",
    )
    # The 31st of January, a month later the 29th of February, then the 31st of March again.
    schedule_anchor = fields.Date(readonly=True, copy=False)
    schedule_line_ids = fields.One2many(
        comodel_name='customer.contract.line', inverse_name='contract_id', string="Each Time"
    )

    _schedule_count_positive = models.Constraint(
        'CHECK (schedule_count BETWEEN 1 AND 100)', "A schedule repeats every 1 to 100 periods."
    )
    _scheduled = models.Index("(schedule_date) WHERE schedule_document IS NOT NULL")

    @api.constrains('schedule_document', 'schedule_date', 'schedule_line_ids', 'line_ids')
    def _check_schedule(self):
        for contract in self.filtered('schedule_document'):
            if contract.schedule_date and not any(contract.line_ids.mapped('schedule_quantity')):
                raise ValidationError(
                    self.env._("Say for at least one line how much is sold each time.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._keep_anchor(vals) for vals in vals_list])

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        return super().write(self._keep_anchor(vals))

    def _keep_anchor(self, vals):
        vals = {name: value for name, value in vals.items() if name != 'schedule_anchor'}
        if 'schedule_date' in vals:
            vals['schedule_anchor'] = vals['schedule_date']
        return vals

    def _get_next_date(self):
        """Return the date of the document after the next one, counted from the first one."""
        step = STEPS[self.schedule_unit] * self.schedule_count
        anchor = self.schedule_anchor or self.schedule_date
        dates = (anchor + step * number for number in count(1))
        return next(date for date in dates if date > self.schedule_date)

    def _get_scheduled_datetime(self, date):
        """Return noon of a day in the company's time zone, naive in UTC."""
        zone = pytz.timezone(self.company_id.partner_id.tz or 'UTC')
        noon = zone.localize(datetime.combine(date, time(12)))
        return noon.astimezone(pytz.UTC).replace(tzinfo=None)

    def _get_scheduled_quantities(self):
        """Return how much of each line is sold next time: as agreed, while it lasts."""
        return {
            line: min(line.schedule_quantity, left)
            for line, left in self._get_quantities_left().items()
            if line.schedule_quantity
        }


class CustomerContractLine(models.Model):
    _inherit = 'customer.contract.line'

    schedule_quantity = fields.Float(
        string="Each Time",
        digits='Product Unit',
        help="Sold by each document that the schedule makes.",
    )

    _schedule_quantity_not_negative = models.Constraint(
        'CHECK (schedule_quantity >= 0)', "A quantity cannot be negative."
    )

    def write(self, vals):
        """Let what is sold each time change while the contract is in force: it is no term of it."""
        if vals.keys() != {'schedule_quantity'} or self.env.su:
            return super().write(vals)
        self.check_access('write')
        self.contract_id.check_access('write')
        return super(CustomerContractLine, self.sudo()).write(vals)
