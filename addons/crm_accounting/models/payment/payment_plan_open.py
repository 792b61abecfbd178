from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class PaymentPlan(models.Model):
    """How people come to a plan, and how it reaches the customer."""

    _inherit = 'payment.plan'

    move_ids = fields.Many2many(
        comodel_name='account.move',
        string="Invoices",
        compute='_compute_move_ids',
        inverse='_inverse_move_ids',
        help="Of a new plan: what is owed on them becomes its debts.",
    )

    owed_line_ids = fields.Many2many(
        comodel_name='account.move.line',
        compute='_compute_owed_line_ids',
        help="What a draft may be about: debts of its customer, company and currency.",
    )

    @api.depends('partner_id', 'company_id', 'currency_id', 'state')
    @api.depends_context('uid')
    def _compute_owed_line_ids(self):
        for plan in self:
            if plan.state != 'draft' or not plan.partner_id:
                plan.owed_line_ids = False
                continue
            owed = self.env['account.move.line']._find_owed(
                plan.partner_id.commercial_partner_id, plan.company_id
            )
            # Also in a plan that is not the user's to see.
            planned_sudo = owed.sudo().payment_plan_debt_ids.filtered('is_live').move_line_id
            plan.owed_line_ids = (owed - planned_sudo).filtered(
                lambda line, plan=plan: line.currency_id == plan.currency_id
            )

    @api.depends('debt_ids.move_line_id.move_id')
    def _compute_move_ids(self):
        for plan in self:
            plan.move_ids = plan.debt_ids.move_id

    def _inverse_move_ids(self):
        for plan in self:
            plan._check_draft()
            owed = plan.move_ids.line_ids._filter_owed()
            known = plan.debt_ids.filtered(lambda debt, owed=owed: debt.move_line_id in owed)
            plan.debt_ids = [
                *(Command.delete(debt.id) for debt in plan.debt_ids - known),
                *(Command.create({'move_line_id': line.id}) for line in owed - known.move_line_id),
            ]

    @api.model_create_multi
    def create(self, vals_list):
        # A plan is about one currency and company: those of the invoices.
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            moves = self.new({'move_ids': vals.get('move_ids', [])}).move_ids
            for name in ('currency_id', 'company_id'):
                if len(moves[name]) == 1:
                    vals.setdefault(name, moves[name].id)
        return super().create(vals_list)

    @api.model
    def _open_for(self, lines):
        """Open the plan that these debts are in, or a new one that proposes instalments for them.

        :param account.move.line lines: receivable lines of one customer and company; of several
            currencies the one of the oldest debt is taken
        :raise UserError: when nothing is owed on them
        """
        live = lines.sudo().payment_plan_debt_ids.filtered('is_live').plan_id
        if live:
            return live._get_records_action()
        owed = lines._filter_owed()
        if not owed:
            raise UserError(self.env._("Nothing is owed here: there is nothing to be split."))
        values = self._prepare_for(
            owed.filtered(lambda line: line.currency_id == owed[0].currency_id)
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Payment Plan"),
            'res_model': self._name,
            'view_mode': 'form',
            'context': {f'default_{name}': value for name, value in values.items()},
        }

    def _prepare_for(self, lines):
        """Return the values of a new plan over these debts, with its proposal."""
        values = {
            'partner_id': lines.partner_id.commercial_partner_id.id,
            'company_id': lines.company_id.id,
            'currency_id': lines.currency_id.id,
            'debt_ids': [Command.create({'move_line_id': line.id}) for line in lines],
        }
        draft = self.new(values)
        draft.debt_ids._note_owed()
        debts = [
            Command.create({'move_line_id': debt.move_line_id.id, 'amount': debt.amount})
            for debt in draft.debt_ids
        ]
        return {**values, 'debt_ids': debts, 'line_ids': draft._prepare_instalments()}

    def action_send(self):
        """Open a message to the customer with the printed agreement."""
        self.ensure_one()
        template = self.env.ref(
            'crm_accounting.mail_template_payment_plan', raise_if_not_found=False
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Send"),
            'res_model': 'mail.compose.message',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_model': self._name,
                'default_res_ids': self.ids,
                'default_template_id': template.id if template else False,
                'default_composition_mode': 'comment',
                'force_email': True,
            },
        }

    def action_print(self):
        """Print the agreement."""
        return self.env.ref('crm_accounting.action_report_payment_plan').report_action(self)
