from odoo import models

FETCHED = ['type', 'categ_id', 'is_card_discounted', 'card_max_percent', 'card_min_price']


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _fetch_for_cards(self):
        """Read what cards ask of products, and not their descriptions in every language."""
        self.fetch(['product_tmpl_id'])
        self.product_tmpl_id.fetch(FETCHED)

    def _prepare_card_limits(self, line, template, margin_percent):
        """Return the limits that the product sets to the discount of a line.

        :param line: record with `discount.card.line.mixin`
        :param template: that of the product; a field of it, asked of the product, takes longer
        :param float margin_percent: below which no card goes, None: there is no such floor
        """
        limits = {}
        if not template.is_card_discounted:
            limits['max_percent'] = 0
        elif template.card_max_percent:
            limits['max_percent'] = template.card_max_percent
        if template.card_min_price:
            limits['min_unit_price'] = self._get_card_price(
                line, template.card_min_price, self.currency_id
            )
        if margin_percent is not None:
            limits['unit_cost'] = self._get_card_cost(line)
            limits['margin_percent'] = margin_percent
        return limits

    def _get_card_price(self, line, amount, currency):
        """Return a price of the product in the currency and the unit of a line."""
        amount = self.uom_id._compute_price(amount, line.product_uom_id or self.uom_id)
        day = line._get_card_day()
        return currency._convert(amount, line.currency_id, line.company_id, day, round=False)

    def _get_card_cost(self, line):
        """Return the cost, with taxes where the price of the line is with them."""
        cost = self.with_company(line.company_id).standard_price
        excluded, included = line._get_card_gross()
        if excluded and any(line.tax_ids.mapped('price_include')):
            cost *= included / excluded
        return self._get_card_price(line, cost, self.cost_currency_id)
