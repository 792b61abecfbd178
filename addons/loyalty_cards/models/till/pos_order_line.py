from odoo import api, fields, models
from odoo.tools import float_compare

from ..document.discount_card_line_mixin import ORIGINS
from .till_claims import read_choice, read_claims, read_percent, read_text

LINE_CLAIMS = {
    'card_percent': (read_percent, 0.0),
    'card_given': (read_percent, 0.0),
    'card_origin': (read_choice(ORIGINS), 'none'),
    'card_prior_discount': (read_percent, 0.0),
    'card_prior_origin': (read_choice(ORIGINS[:-1]), 'none'),
    'card_rule_names': (read_text, False),
}
JUDGEMENT = {'card_expected': 0.0, 'card_has_mismatch': False}


class PosOrderLine(models.Model):
    """A line as the till has discounted it: what it says of the card is a claim."""

    _name = 'pos.order.line'
    _inherit = ['pos.order.line', 'discount.card.line.mixin']

    card_expected = fields.Float(
        string="Expected Discount",
        digits='Discount',
        readonly=True,
        copy=False,
        help="What the server computes by the rules of the order's date.",
    )
    card_has_mismatch = fields.Boolean(
        string="Mismatch",
        readonly=True,
        copy=False,
        help="The till gave another discount than is expected.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), *LINE_CLAIMS, *JUDGEMENT]

    # === CLAIMS === #

    def _get_card_facts(self):
        return {**super()._get_card_facts(), **JUDGEMENT}

    def _get_card_document(self, vals):
        return self.order_id.browse(vals['order_id']) if 'order_id' in vals else self.order_id

    def _hear_card_claims(self, admitted, vals):
        """Return the values with claims that can be kept; of what is settled nothing is heard."""
        if self.order_id.card_is_settled:
            return admitted
        claims, is_broken = read_claims(LINE_CLAIMS, vals)
        return {**admitted, **claims, **({'card_has_mismatch': True} if is_broken else {})}

    # === FOR THE ENGINE === #

    def _compute_card_amount(self, discount):
        """Return the amounts of the line with a discount, by core's taxes: without taxes, with."""
        tax_model, order = self.env['account.tax'], self.order_id
        base_line = tax_model._prepare_base_line_for_taxes_computation(
            None,
            product_id=self.product_id,
            tax_ids=self.tax_ids_after_fiscal_position,
            price_unit=self.price_unit,
            quantity=self.qty,
            discount=discount,
            currency_id=order.currency_id,
            rate=order.currency_rate,
            extra_tax_data=self.extra_tax_data,
        )
        tax_model._add_tax_details_in_base_line(base_line, order.company_id)
        tax_model._round_base_lines_tax_details([base_line], order.company_id)
        details = base_line['tax_details']
        return details['total_excluded_currency'], details['total_included_currency']

    def _get_card_gross(self):
        return self._compute_card_amount(0.0)

    def _get_card_quantity(self):
        return self.qty

    def _get_card_day(self):
        return self.order_id._get_card_moment().date()

    @api.model
    def _get_card_special_ids(self):
        return self.env['pos.config']._get_card_excluded_ids()

    def _is_card_eligible(self, product, template, special_ids):
        """Goods, and no matter who named their price; of a combo the parts have prices.

        A price that is `automatic` comes from another document, with its discount.
        """
        return bool(
            template.type != 'combo'
            and self.price_type != 'automatic'
            and not self.refunded_orderline_id
            and not self._get_settled_sale_line()
            and not ('is_reward_line' in self._fields and self.is_reward_line)
            and product.id not in special_ids
        )

    def _get_settled_sale_line(self):
        """Return the line of a sale order that is paid here, None without `pos_sale`."""
        return self.sale_order_line_id if 'sale_order_line_id' in self._fields else None

    # === JUDGEMENT === #

    def _judge_card_claim(self, answer, rule_names):
        """
        :param dict answer: the engine's for this line
        :param dict rule_names: names by id of the rule
        """
        expected = self._expect_card_discount(answer, rule_names)
        discount = expected.pop('discount')
        digits = self.env['decimal.precision'].precision_get('Discount')
        is_same = float_compare(discount, self.discount, digits) == 0
        facts = {**expected, 'card_given': self.discount} if is_same else {}
        is_bad = self.card_has_mismatch or not is_same
        self._state_card_facts({**facts, 'card_expected': discount, 'card_has_mismatch': is_bad})

    def _expect_card_discount(self, answer, rule_names):
        """Return the discount and where it is from: goods come back with what they were sold with.

        A sale order that is paid here has been discounted before.
        """
        source = self.refunded_orderline_id or self._get_settled_sale_line()
        if source:
            return {'discount': source.discount, **source._prepare_card_facts()}
        return self._prepare_card_answer(answer, rule_names)

    def _get_card_savings(self):
        """Return what the card took off the line, as amounts are shown at the till."""
        excluded, included = self._get_card_gross()
        is_included = self.order_id.config_id._get_card_shown_tax_mode() == 'included'
        gross, round_amount = included if is_included else excluded, self.currency_id.round
        before, now = (
            round_amount(gross * (100 - percent) / 100)
            for percent in (self.card_prior_discount, self.discount)
        )
        return round_amount(before - now)
