from odoo import fields, models


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['account.move.line', 'discount.card.line.mixin']

    # === FOR THE ENGINE === #

    def _get_card_gross(self):
        """Core's taxes of the line without its discount; computed when asked: seldom."""
        base_line = self._prepare_card_gross_base_line()
        company = self.company_id or self.env.company
        self.env['account.tax']._add_tax_details_in_base_line(base_line, company)
        self.env['account.tax']._round_base_lines_tax_details([base_line], company)
        details = base_line['tax_details']
        return details['total_excluded_currency'], details['total_included_currency']

    def _prepare_card_gross_base_line(self):
        return {
            **self.move_id._prepare_product_base_line_for_taxes_computation(self),
            'discount': 0.0,
        }

    def _get_card_savings(self):
        """Return what the card took off the line, as amounts are shown in its company.

        By the engine's words (SPECIFICATION.md, section 6), which the order says too: its net
        amount, that core gets by taxes, may differ from them by a cent.
        """
        excluded, included = self._get_card_gross()
        includes_tax = self.company_id.account_price_include == 'tax_included'
        gross = included if includes_tax else excluded
        before, now = (
            self.currency_id.round(gross * (100 - percent) / 100)
            for percent in (self.card_prior_discount, self.discount)
        )
        return self.currency_id.round(before - now)

    def _get_card_quantity(self):
        return self.quantity

    def _get_card_day(self):
        return self.move_id.invoice_date or fields.Date.context_today(self)

    def _is_card_eligible(self):
        """Lines of an order have its discounts already and keep them."""
        return bool(
            self.display_type == 'product'
            and self.product_id
            and not self.is_downpayment
            and not self.sale_line_ids
            and self.product_id != self.company_id.sale_discount_product_id
        )
