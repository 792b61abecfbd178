from odoo import Command, models

DAYS_OF_YEAR = 365


class CollectionLetter(models.Model):
    """Fees and interest: by the rules of policy and level, shown, or posted as an invoice, once."""

    _inherit = 'collection.letter'

    def _set_charges(self):
        """Work out what letters of one level charge, and post it if the policy says so.

        Called in the transaction that sends them, and only with those that reach the customer.
        """
        policy = self.env['collection.policy']._get_for_company(self.company_id)
        if not (policy.interest_rate or self.level_id.fee_amount):
            return
        charged = self._get_charged_lines(policy)
        charged._set_interest(policy.interest_rate)
        for letter, lines in charged.grouped('letter_id').items():
            letter._charge(lines, policy)

    def _charge(self, lines, policy):
        self.amount_interest = sum(lines.mapped('amount_interest'))
        self.amount_fee = self.level_id.fee_amount
        total = self.amount_fee + self.amount_interest
        if policy.charge_mode == 'invoiced' and not self.currency_id.is_zero(total):
            self.charge_move_id = self._post_charges(policy)

    def _get_charged_lines(self, policy):
        """Return the lines that bear interest and for which a fee is due."""
        return self._get_told_lines().filtered(
            lambda line: (
                line.days > 0
                and not line.letter_id.case_id.is_charge_waived
                and (policy.is_charge_on_charges or not line.move_id.is_collection_charge)
            )
        )

    def _post_charges(self, policy):
        """Return the posted invoice about fee and interest."""
        charges = (
            (policy.fee_product_id, self.amount_fee),
            (policy.interest_product_id, self.amount_interest),
        )
        moves = self.env['account.move'].with_company(self.company_id)
        invoice = moves.create({
            'move_type': 'out_invoice',
            'partner_id': self.partner_id.id,
            'currency_id': self.currency_id.id,
            'invoice_date': self.date,
            'invoice_user_id': self.user_id.id,
            'is_collection_charge': True,
            'invoice_line_ids': [
                Command.create({'product_id': product.id, 'quantity': 1, 'price_unit': amount})
                for product, amount in charges
                if not self.currency_id.is_zero(amount)
            ],
        })
        invoice.action_post()
        return invoice


class CollectionLetterLine(models.Model):
    _inherit = 'collection.letter.line'

    def _set_interest(self, rate):
        """Note simple interest on what is owed now, in the company's currency, rounded.

        Since the due date, or since the day until which an invoice has charged it.

        :param float rate: percent a year
        """
        charged = self._get_charged_until() if rate else {}
        for line in self:
            since = max(filter(None, (line.date_due, charged.get(line.move_line_id))))
            days = max((line.letter_id.date - since).days, 0)
            amount = line.amount_company * rate / 100 * days / DAYS_OF_YEAR
            line.amount_interest = line.company_currency_id.round(amount)

    def _get_charged_until(self):
        """Return the day of the last letter that posted interest, by debt.

        :rtype: dict[account.move.line, datetime.date]
        """
        charged = self.search([
            ('move_line_id', 'in', self.move_line_id.ids),
            ('amount_interest', '>', 0),
            ('letter_id.charge_move_id.state', '=', 'posted'),
        ])
        return {
            debt: max(lines.letter_id.mapped('date'))
            for debt, lines in charged.grouped('move_line_id').items()
        }
