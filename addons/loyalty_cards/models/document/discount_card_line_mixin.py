import functools
from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models

from .read_columns import read_columns
from .standing_discount import NOTHING, is_typed, read_discount

ORIGINS = [
    ('none', "None"),
    ('pricelist', "Pricelist"),
    ('manual', "Typed by a person"),
    ('card', "Card"),
]
# What the engine says of a line, and where it is written.
ANSWER = ('discount', 'origin', 'prior_discount', 'prior_origin', 'card_percent')
ANSWERED = (
    'discount',
    'card_given',
    'card_origin',
    'card_prior_discount',
    'card_prior_origin',
    'card_percent',
    'card_rule_names',
)
LEFT_ALONE = {'ineligible', 'negative', 'refund'}  # flags of the engine
LINE_FACTS = {**NOTHING, 'card_percent': 0.0, 'card_rule_names': False}


class Frame(NamedTuple):
    """What is the same for all lines of a request."""

    targets: set  # what exceptions of rules ask for: product, category, tag
    special_ids: frozenset  # products that are no goods
    margin_percent: float | None  # below which no card goes


def describe_gross(line, quantity, is_refund=False):
    """Return a text of what the amounts of a line without discount are made of."""
    return (
        f'{quantity} {line.price_unit} {sorted(line.tax_ids.ids)} {line.currency_id.id} {is_refund}'
    )


def list_path(category):
    """Return ids of a product category, its parent, and so on up to the root."""
    path = category.parent_path or ''
    return [int(category_id) for category_id in reversed(path.split('/')[:-1])]


class DiscountCardLineMixin(models.AbstractModel):
    """What a line remembers of its discount, so that the engine can tell its own from a person's.

    These are facts, never context keys: a `discount` that differs from `card_given` was typed by a
    person, whatever the door it came through.
    """

    _name = 'discount.card.line.mixin'
    _description = "Line with a Discount by Card"
    _inherit = ['discount.card.sealed.mixin']

    card_percent = fields.Float(
        string="Card Gives",
        digits='Discount',
        readonly=True,
        help="Before it meets other discounts.",
    )
    card_given = fields.Float(
        string="Discount as Computed", digits='Discount', help="A discount that differs was typed."
    )
    card_origin = fields.Selection(
        selection=ORIGINS, string="Discount From", default='none', required=True
    )
    card_prior_discount = fields.Float(
        string="Discount Before the Card", digits='Discount', help="It comes back without the card."
    )
    card_prior_origin = fields.Selection(
        selection=[origin for origin in ORIGINS if origin[0] != 'card'],
        string="Discount Before the Card From",
        default='none',
        required=True,
    )
    card_rule_names = fields.Char(string="Discount By", readonly=True)

    # === FOR THE ENGINE === #

    def _read_card_answered(self):
        """Return what each line has of ANSWERED: read once, for it is asked twice of every line."""
        return read_columns(self, ANSWERED)

    def _prepare_card_line_values(self, key, frame, answered):
        """Return the line as the engine reads it.

        :param int key: tells it apart in this request only
        :param Frame frame: what is the same for all lines
        :param tuple answered: what the line has of ANSWERED
        """
        excluded, included = self._get_card_gross()
        product = self.product_id  # it and its template are looked up once for all that ask
        template = product.product_tmpl_id
        is_eligible = self._is_card_eligible(product, template, frame.special_ids)
        return {
            'key': key,
            'quantity': self._get_card_quantity(),
            'unit_price': self.price_unit,
            'gross_excluded': excluded,
            'gross_included': included,
            'is_eligible': is_eligible,
            **self._prepare_card_product_values(product, template, frame),
            **self._read_standing_discount(is_eligible, answered),
        }

    def _read_standing_discount(self, is_eligible, answered):
        """Return what the engine starts from.

        What a card gave ends where the line has become none of its own: a deduction, a tip.
        """
        standing = read_discount(dict(zip(ANSWERED, answered, strict=True)))
        is_over = standing['origin'] == 'card' and (not is_eligible or self.price_unit < 0)
        if is_over and not self._keeps_discount():
            discount = standing.get('prior_discount', 0.0)
            return {'discount': discount, 'origin': standing.get('prior_origin', 'none')}
        return standing

    def _keeps_discount(self):
        """Say whether the card leaves what it gave: goods come back for what was paid for them."""
        return self._get_card_quantity() < 0

    def _is_by_card(self):
        """Say whether the discount is the card's, and nobody has typed another one over it.

        Of a card that was taken off the document since then it no longer is (`card_percent`).
        """
        return bool(self.card_origin == 'card' and self.card_percent and not is_typed(self))

    def _prepare_card_facts(self):
        """Return what a line of another document takes over from this one."""
        return {name: self[name] for name in LINE_FACTS}

    @api.model
    def _get_card_special_ids(self):
        """Return ids of products that are no goods: tips, and what the till keeps apart."""
        return self.env['pos.config']._get_card_special_ids()

    # === FACTS === #

    def _get_card_facts(self):
        return LINE_FACTS

    def _get_seal_subject(self, vals):
        document = self._get_card_document(vals)
        product_id = vals.get('product_id', self.product_id._origin.id)
        return ['line', product_id, *document._get_card_holder_ids()]

    def _prepare_card_product_values(self, product, template, frame):
        """Return what the product is and allows; what is not there sets no limit."""
        if not product:
            return {'product_id': 0}
        limits = product._prepare_card_limits(self, template, frame.margin_percent)
        values = {'product_id': product.id, **limits}
        if 'category' in frame.targets:
            values['category_path'] = list_path(template.categ_id)
        if 'tag' in frame.targets:
            values['tag_ids'] = product.all_product_tag_ids.ids
        return values

    # === TO BE OVERRIDDEN FOR EACH KIND OF LINE === #

    def _get_card_document(self, vals):
        """Return the document of a line that has these values, or is about to."""
        raise NotImplementedError

    def _get_card_gross(self):
        """Return the amounts before any discount: without taxes, with taxes."""
        raise NotImplementedError

    def _get_card_quantity(self):
        raise NotImplementedError

    def _get_card_day(self):
        """Return the day whose exchange rates count."""
        raise NotImplementedError

    def _is_card_eligible(self, product, template, special_ids):
        """Say whether a card may give something: on goods, not on what stands for money.

        :param product: that of the line
        :param template: that of the product
        :param frozenset special_ids: see `_get_card_special_ids`, of which every line asks
        """
        raise NotImplementedError

    # === FROM THE ENGINE === #

    def _take_card_answers(self, answers, rule_names, answered):
        """Write what the engine says, and nothing where it says what the line has already.

        :param list answers: one for each line of `self`, see SPECIFICATION.md, section 6
        :param dict rule_names: names by id of the rule
        :param list answered: what each line has of ANSWERED
        """
        lines_by_values = defaultdict(self.browse)
        prepare = functools.cache(functools.partial(_prepare_answer, rule_names))
        for line, answer, known in zip(self, answers, answered, strict=True):
            if not LEFT_ALONE.isdisjoint(answer['flags']) and not line._is_card_over(answer):
                continue
            values = prepare(*(answer[name] for name in ANSWER), tuple(answer['rule_ids']))
            if line._is_card_news(values, known):
                lines_by_values[values] += line
        for values, lines in lines_by_values.items():
            lines._take_card_answer(**dict(zip(ANSWERED, values, strict=True)))

    @api.model
    def _prepare_card_answer(self, answer, rule_names):
        """Return what the engine says of a line, by field."""
        values = (answer[name] for name in ANSWER)
        prepared = _prepare_answer(rule_names, *values, tuple(answer['rule_ids']))
        return dict(zip(ANSWERED, prepared, strict=True))

    def _is_card_news(self, values, known):
        return values != known

    def _is_card_over(self, answer):
        """Say whether a line that is left has lost what a card gave."""
        is_lost = self.card_origin == 'card' and answer['origin'] != 'card'
        return is_lost and not self._keeps_discount()

    def _take_card_answer(self, discount, **facts):
        self.filtered(lambda line: line.discount != discount).discount = discount
        self._state_card_facts(facts)


def _prepare_answer(rule_names, discount, origin, prior_discount, prior_origin, percent, rule_ids):
    """Return the values of ANSWERED: of most lines the same, so that they are kept for the next."""
    names = dict.fromkeys(rule_names[rule_id] for rule_id in rule_ids)
    return (
        float(discount),
        float(discount),
        origin,
        float(prior_discount),
        prior_origin,
        float(percent),
        ", ".join(names) or False,
    )
