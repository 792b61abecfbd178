from odoo import fields, models

RESULTS = [
    ('not_reached', "Not reached"),
    ('promised', "Promised to pay"),
    ('disputes', "Disputes an invoice"),
    ('wrong_number', "Wrong number"),
    ('will_look', "Will look into it"),
    ('says_paid', "Says it is paid"),
]
# Nobody was spoken to.
UNREACHED = ('not_reached', 'wrong_number')


class CollectionCall(models.Model):
    """What came of a call to a customer: made by `action_log_call` of the case and by nothing else.

    A call that was taken back is archived.
    """

    _name = 'collection.call'
    _description = "Call to a Customer"
    _order = 'id desc'
    _rec_name = 'case_id'

    active = fields.Boolean(default=True, readonly=True, help="Off: taken back.")
    case_id = fields.Many2one(
        comodel_name='collection.case',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(related='case_id.partner_id')
    company_id = fields.Many2one(related='case_id.company_id', store=True)
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Called By",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    date = fields.Datetime(string="At", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="Day of the call in the company.")
    result = fields.Selection(selection=RESULTS, required=True, readonly=True)
    is_reached = fields.Boolean(
        string="Reached", readonly=True, help="Whether somebody was spoken to."
    )
    note = fields.Char(readonly=True)
    next_date = fields.Date(
        string="Next Step", readonly=True, help="The day for which the next step was planned."
    )
    promise_id = fields.Many2one(
        comodel_name='collection.promise',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    dispute_id = fields.Many2one(
        comodel_name='collection.dispute',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    # What the call has changed: for each task the day before and after, and the promises that
    # another one has replaced.
    changes = fields.Json(readonly=True)

    def _get_result_name(self):
        """Return the result in the language of the user."""
        return dict(self._fields['result']._description_selection(self.env))[self.result]
