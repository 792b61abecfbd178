from odoo import models

KINDS = {'out_invoice': 'sale', 'out_receipt': 'sale', 'out_refund': 'refund'}


class AccountMoveLine(models.Model):
    """A line as the ledger keeps it: in the words of `discount.card.entry`."""

    _inherit = 'account.move.line'

    def _prepare_card_entry(self, sign, currencies, day, rate):
        """Return the values of the line's own.

        :param int sign: -1 of a refund, whose amounts and quantity are negative
        :param tuple currencies: those of the document and of its company, looked up once
        :param date day: on which the line counts
        :param float rate: units of the company's currency for one of the document's
        """
        return {
            'effective_date': day,
            'line_res_id': self.id,
            'product_id': self.product_id.id,
            'quantity': sign * self.quantity,
            'percent': self.discount,
            'card_percent': self.card_percent,
            'rule_names': self.card_rule_names,
            **self._prepare_card_entry_amounts(sign, currencies, rate),
        }

    def _prepare_card_entry_amounts(self, sign, currencies, rate):
        """Return amounts with taxes; those of the discount need the taxes without it."""
        (currency, company_currency), net = currencies, self.price_total
        gross = self._get_card_gross()[1] if self.discount else net
        prior = gross * (1 - self.card_prior_discount / 100)
        by_card = currency.round(prior - net) if self._is_by_card() else 0.0
        turnover = sign * net
        return {
            'gross': sign * gross,
            'discount_amount': sign * currency.round(gross - net),
            'card_discount_amount': sign * by_card,
            'turnover': turnover,
            'turnover_company': company_currency.round(turnover * rate),
        }
