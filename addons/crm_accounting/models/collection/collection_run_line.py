from odoo import fields, models


class CollectionRunLine(models.Model):
    """How many due debts a run treated in one way, and their sum."""

    _name = 'collection.run.line'
    _description = "Collection Run Result"
    _order = 'run_id, id'

    run_id = fields.Many2one(
        comodel_name='collection.run', required=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='run_id.currency_id')
    outcome = fields.Selection(
        selection=[
            ('new', "New, gets a task"),
            ('open', "Has a task"),
            ('held', "Held"),
            ('grace', "Left out: the first level is not reached"),
            ('below_minimum', "Left out: below the minimum amount"),
            ('before_go_live', "Left out: due before go-live"),
            ('no_followup', "Left out: excluded from follow-up"),
            ('blocked', "Left out: payment blocked"),
            ('disputed', "Left out: disputed"),
            ('plan', "Left out: a payment plan is kept"),
            ('written_off', "Left out: written off from collection"),
            ('no_partner', "Left out: no customer"),
        ],
        required=True,
    )
    count = fields.Integer(string="Debts", required=True)
    amount = fields.Monetary(required=True)
