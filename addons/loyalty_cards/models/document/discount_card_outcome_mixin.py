import logging

from odoo import api, fields, models
from odoo.tools import format_amount

from . import card_wording

_logger = logging.getLogger(__name__)

MODELS = {
    'card': 'discount.card',
    'category': 'discount.card.category',
    'rule': 'discount.card.rule',
}


class DiscountCardOutcomeMixin(models.AbstractModel):
    """Words for what the engine answered: why nothing is given, and what comes next."""

    _name = 'discount.card.outcome.mixin'
    _description = "Document that Explains its Discount"

    card_outcome = fields.Json(readonly=True, copy=False)
    card_next_tier = fields.Json(readonly=True, copy=False)
    card_reasons = fields.Text(string="Why No Discount", compute='_compute_card_words')
    card_next_level = fields.Char(string="Next Level", compute='_compute_card_words')

    @api.depends('card_outcome', 'discount_card_id')
    @api.depends_context('lang')
    def _compute_card_words(self):
        for document in self:
            document.card_reasons, document.card_next_level = document._word_card_outcome()

    def _word_card_outcome(self):
        """Return why nothing is given, and what comes next.

        A form may be shown by whoever sends what he likes as its values, and a document may be of
        an older version: what cannot be read says nothing, and the form opens.
        """
        outcome = self.card_outcome or False
        try:
            reasons = self._word_card_reasons(outcome)
            return reasons, outcome and self._word_next_levels(outcome['next'])
        except (AttributeError, KeyError, TypeError, ValueError):
            _logger.warning("Outcome of %s cannot be read: %r", self, outcome)
            return False, False

    def _word_card_reasons(self, outcome):
        """Say why nothing is given; of what gives something, only why the rest does not.

        Where nobody has discounts, or nothing is sold yet, there is nothing to say.
        """
        if not outcome:
            return False
        reasons = [
            reason
            for reason in outcome['reasons']
            if reason['source'] in ('card', 'category')
            or (reason['source'] == 'rule' and not outcome['is_given'])
        ]
        words = [self._word_card_reason(**reason) for reason in reasons]
        if not words and outcome['is_asked'] and not outcome['is_given']:
            words = [self.env._(card_wording.NOTHING_FITS)]
        return '\n'.join(words) or False

    def _word_card_reason(self, source, id, code):
        """Return a sentence; names are told to whoever may see the document."""
        record_sudo = self.env[MODELS[source]].sudo().browse(id).exists()
        if source == 'card':
            record_sudo = self.discount_card_id.sudo()
        name = record_sudo.category_id.name if source == 'rule' else record_sudo.display_name
        words = self.env._(card_wording.REASONS[source][code])
        return words % {'name': name}

    # === WHAT COMES NEXT === #

    def _find_card_next_tier(self):
        """Return the next tier of the card and what is missing to it as of now, False without one.

        :return: ids of category and currency, the amount, and the period it is counted over
        :rtype: dict
        """
        card_sudo = self.discount_card_id.sudo()
        if not card_sudo.category_id.ladder_id or not card_sudo.next_category_id:
            return False
        return {
            'category_id': card_sudo.next_category_id.id,
            'amount': card_sudo.amount_to_next,
            'currency_id': card_sudo.ladder_currency_id.id,
            'over': card_sudo.category_id.ladder_id._get_period(),
        }

    def _word_next_levels(self, step):
        """Return what is missing to a larger percent now, and to the next tier of the card."""
        words = [self._word_next_bracket(step), self._word_next_tier(self.card_next_tier)]
        return ' '.join(filter(None, words)) or False

    def _word_next_bracket(self, step):
        if not step:
            return None
        amount = format_amount(self.env, float(step['missing']), self.company_id.currency_id)
        return self._word_next(step['over'], amount, f"{step['percent']} %")

    def _word_next_tier(self, step):
        if not step:
            return None
        category_sudo = self.env['discount.card.category'].sudo().browse(step['category_id'])
        currency = self.env['res.currency'].browse(step['currency_id'])
        amount = format_amount(self.env, step['amount'], currency)
        return self._word_next(step['over'], amount, category_sudo.name)

    @api.model
    def _word_next(self, over, amount, reward):
        """Say what is missing to a reward, and over what it is counted: `receipt`, or a period."""
        words = self.env._(card_wording.NEXT.get(over, card_wording.NEXT_ROLLING))
        months = over.removeprefix('rolling_')
        return words % {'amount': amount, 'reward': reward, 'months': months}

    # === IN PRINT === #

    def _get_card_print(self):
        """Return what is printed of the card, None if there is nothing to say.

        A customer who opens the document in the portal may read neither cards nor categories.

        :rtype: dict
        """
        document_sudo = self.sudo()
        if not document_sudo.discount_category_id and not document_sudo.discount_card_id:
            return None
        return {
            'code': document_sudo.discount_card_id._get_code_masked(),
            'category': document_sudo.discount_category_id.name,
            'saved': self.card_discount_total,
            'next': self.card_next_level,
        }
