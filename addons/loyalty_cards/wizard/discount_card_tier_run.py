from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST_SHOWN = 500  # lines of a preview


class DiscountCardTierRun(models.TransientModel):
    """Run the tiers of a ladder as of a day, or look who would change."""

    _name = 'discount.card.tier.run'
    _description = "Run the Tiers of a Ladder"
    _rec_name = 'ladder_id'

    ladder_id = fields.Many2one(
        comodel_name='discount.card.ladder',
        required=True,
        default=lambda self: self._default_ladder_id(),
        ondelete='cascade',
    )
    date = fields.Date(
        string="As Of",
        required=True,
        default=fields.Date.context_today,
        help="Purchases up to this day count.",
    )
    is_told = fields.Boolean(
        string="Tell Customers", help="Send the messages of the tiers, as the nightly run does."
    )
    is_previewed = fields.Boolean(readonly=True)
    change_count = fields.Integer(string="Cards That Change", readonly=True)
    line_ids = fields.One2many(
        comodel_name='discount.card.tier.run.line', inverse_name='run_id', readonly=True
    )

    @api.model
    def _default_ladder_id(self):
        ladders = self.env['discount.card.ladder'].search([], limit=2)
        return ladders if len(ladders) == 1 else False

    @api.constrains('date')
    def _check_date_not_future(self):
        for run in self:
            if run.date > run.ladder_id._get_today():
                raise ValidationError(
                    self.env._("Choose today or an earlier day: nobody knows later purchases.")
                )

    def action_preview(self):
        """Show whose tier would change; nothing is written."""
        self.ensure_one()
        changes = self.ladder_id._find_changes(self.date)
        changes = [change for change in changes if change.is_of_tier]
        self.line_ids.unlink()
        self.write({
            'is_previewed': True,
            'change_count': len(changes),
            'line_ids': [fields.Command.create(values) for values in self._prepare_lines(changes)],
        })
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Run Tiers"),
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new',
        }

    def _prepare_lines(self, changes):
        """Return the values of the first lines; cards of other companies are only counted."""
        cards = self.env['discount.card'].browse([change.card_id for change in changes])
        visible = {*cards._filtered_access('read').ids}
        return [
            {
                'card_id': change.card_id,
                'old_category_id': change.before.tier,
                'new_category_id': change.after.tier,
                'turnover': float(change.turnover),
            }
            for change in changes
            if change.card_id in visible
        ][:MOST_SHOWN]

    def action_run(self):
        """Run, and show whose tier has changed."""
        self.ensure_one()
        logs = self.ladder_id._run_tiers(self.date, is_told=self.is_told)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Changed Tiers"),
            'res_model': 'discount.card.tier.log',
            'view_mode': 'list',
            'domain': [('id', 'in', logs.ids)],
        }


class DiscountCardTierRunLine(models.TransientModel):
    """A card whose tier would change."""

    _name = 'discount.card.tier.run.line'
    _description = "Tier That Would Change"

    run_id = fields.Many2one(
        comodel_name='discount.card.tier.run', required=True, index=True, ondelete='cascade'
    )
    card_id = fields.Many2one(comodel_name='discount.card', required=True, ondelete='cascade')
    partner_id = fields.Many2one(related='card_id.partner_id')
    old_category_id = fields.Many2one(
        comodel_name='discount.card.category', string="Has", ondelete='cascade'
    )
    new_category_id = fields.Many2one(
        comodel_name='discount.card.category', string="Would Get", ondelete='cascade'
    )
    turnover = fields.Monetary(string="Purchases")
    currency_id = fields.Many2one(related='run_id.ladder_id.currency_id')
