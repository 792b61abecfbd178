from odoo import Command, models
from odoo.exceptions import UserError

COLLECT_KEYS = {'amount', 'date', 'journal_id', 'memo'}


class AccountMove(models.Model):
    _inherit = 'account.move'

    def action_collect_payment(self, values):
        """Take a payment for these invoices of one customer, the oldest debt first; for programs.

        What is left over stays as the customer's credit, also where nothing is owed.

        :param dict values: amount, in the currency of the invoices; date ('YYYY-MM-DD', without it
            today), journal_id (without it the first one for money) and memo
        :return: ids of the payments that were posted
        :rtype: list[int]
        :raise UserError: when nothing can be taken like that: nothing was booked then
        """
        self._check_collectable(values)
        take = self.env['account.payment.take'].create({
            'partner_id': self.commercial_partner_id.id,
            'company_id': self.company_id.id,
            'currency_id': self.currency_id.id,
            'proposal': 'other',
            'line_ids': [],
            **values,
        })
        debts = take._get_debts().filtered(lambda line: line.move_id in self)
        take.line_ids = [
            Command.create({'move_line_id': line.id, 'is_chosen': True}) for line in debts
        ]
        return take._take().ids

    def _check_collectable(self, values):
        unknown = values.keys() - COLLECT_KEYS
        if unknown:
            raise UserError(self.env._("Nobody knows %s of a payment.", ", ".join(sorted(unknown))))
        of_one = (self.commercial_partner_id, self.company_id, self.currency_id)
        if any(len(records) != 1 for records in of_one):
            raise UserError(
                self.env._("Choose invoices of one customer, one company and one currency.")
            )
        if set(self.mapped('move_type')) - {'out_invoice', 'out_receipt'}:
            raise UserError(self.env._("Only what customers owe is collected."))
        if set(self.mapped('state')) != {'posted'}:
            raise UserError(self.env._("Only posted invoices are paid."))
