from odoo import models


class PosOrderLine(models.Model):
    """A line as the ledger keeps it: in the words of `discount.card.entry`."""

    _inherit = 'pos.order.line'

    def _is_in_card_ledger(self):
        """Goods count, and what lowers their price; not tips, nor what is paid in advance."""
        config = self.order_id.config_id
        apart = config.tip_product_id
        if 'down_payment_product_id' in config._fields:
            apart |= config.down_payment_product_id
        is_combo = self.product_id.product_tmpl_id.type == 'combo'  # its parts have the prices
        return bool(self.product_id - apart) and not is_combo

    def _prepare_card_entry(self):
        """Return the values of the line's own; of goods that come back they are negative."""
        return {
            'kind': 'refund' if self.qty < 0 else 'sale',
            'line_res_id': self.id,
            'product_id': self.product_id.id,
            'quantity': self.qty,
            'percent': self.discount,
            'percent_expected': self.card_expected,
            'is_mismatch': self.card_has_mismatch,
            'card_percent': self.card_percent,
            'rule_names': self.card_rule_names,
            **self._prepare_card_entry_amounts(),
        }

    def _prepare_card_entry_amounts(self):
        """Return amounts with taxes, as core computes them: the till's own are not asked."""
        currency, company = self.currency_id, self.company_id
        net = self._compute_card_amount(self.discount)[1]
        gross = self._get_card_gross()[1] if self.discount else net
        prior = gross * (1 - self.card_prior_discount / 100)
        # A return takes back what the sale has brought, whatever the rate of its day.
        rate = (self.refunded_orderline_id.order_id or self.order_id)._get_card_rate()
        return {
            'gross': gross,
            'discount_amount': currency.round(gross - net),
            'card_discount_amount': currency.round(prior - net) if self._is_by_card() else 0.0,
            'turnover': net,
            'turnover_company': company.currency_id.round(net * rate),
        }
