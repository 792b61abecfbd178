from odoo import fields, models

from .discount_card_line_mixin import LINE_FACTS, describe_gross


class AccountMoveLine(models.Model):
    _name = 'account.move.line'
    _inherit = ['account.move.line', 'discount.card.line.mixin']

    # The amounts before any discount as they were last computed, and of what: the ledger needs
    # them when the invoice is posted. Not a stored compute, which would burden every invoice.
    card_gross_excluded = fields.Monetary(readonly=True, copy=False)
    card_gross_included = fields.Monetary(readonly=True, copy=False)
    card_gross_basis = fields.Char(readonly=True, copy=False)

    # === FACTS === #

    def _get_card_facts(self):
        gross = {'card_gross_excluded': 0.0, 'card_gross_included': 0.0, 'card_gross_basis': False}
        return {**LINE_FACTS, **gross}

    def _get_card_document(self, vals):
        return self.move_id.browse(vals['move_id']) if 'move_id' in vals else self.move_id

    def _is_card_news(self, values, known):
        """A form that is being filled in is told everything: what it knows is not trusted."""
        return not self.id or super()._is_card_news(values, known)

    def _take_card_answer(self, discount, **facts):
        """A form that is being filled in brings back under a seal what it is told."""
        result = super()._take_card_answer(discount, **facts)
        for line in self.filtered(lambda line: not line.id):
            line.card_seal = line._seal_card_facts(facts)
        return result

    def _take_card_answers(self, answers, rule_names, answered):
        """Keep what has been computed for the engine."""
        result = super()._take_card_answers(answers, rule_names, answered)
        for line in self.filtered(lambda line: line.display_type == 'product'):
            line._keep_card_gross()
        return result

    def _keep_card_gross(self):
        basis = self._describe_card_gross()
        if self.card_gross_basis != basis:
            excluded, included = self._get_card_gross()
            self._state_card_facts({
                'card_gross_excluded': excluded,
                'card_gross_included': included,
                'card_gross_basis': basis,
            })

    def _describe_card_gross(self):
        return describe_gross(self, self.quantity, self.move_id.move_type == 'out_refund')

    # === FOR THE ENGINE === #

    def _get_card_gross(self):
        """Core's taxes of the line without its discount, computed if anything of it has changed."""
        if self.card_gross_basis == self._describe_card_gross():
            return self.card_gross_excluded, self.card_gross_included
        return self._compute_card_gross()

    def _compute_card_gross(self):
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

    def _keeps_discount(self):
        return bool(self.sale_line_ids) or super()._keeps_discount()

    def _is_card_eligible(self, product, template, special_ids):
        """Lines of an order have its discounts already and keep them."""
        return bool(
            self.display_type == 'product'
            and product
            and product.id not in special_ids
            and not self.is_downpayment
            and not self.sale_line_ids
        )
