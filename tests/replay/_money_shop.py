"""A shop that is set up in every way that matters to cents, and a customer whose card discounts."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from _people import Clerk
from _till import open_till

CARD, PERCENT = '2900000000018', 7.5
CASHIER = 'cashier'
RATES = (5.5, 20.0, 21.0)
QUANTITY_BY_PRICE = {76.01: 1, 3.33: 3, 0.99: 7}
STEP = 5  # cents to which cash is rounded
METHODS = ('round_per_line', 'round_globally')
MODES = ('tax_included', 'tax_excluded')
ROUNDINGS = ('not rounded', 'total rounded', 'cash rounded')


@dataclass(frozen=True)
class Way:
    """How taxes are rounded, whether prices are with taxes, and what is rounded for cash."""

    method: str
    mode: str
    rounding: str

    def __str__(self):
        return f"{self.method}, {self.mode}, {self.rounding}"

    @property
    def is_rounded(self):
        return self.rounding != 'not rounded'


WAYS = [Way(*each) for each in product(METHODS, MODES, ROUNDINGS)]


class Shop:
    """Whoever sets it up, its goods, and a card that gives the same on all of them."""

    def __init__(self, door):
        self.door = door
        self._boss = Clerk(door)
        self._boss.hire(CASHIER, 'point_of_sale.group_pos_user')
        self._rounding = self._add_rounding()
        self._goods = {
            (mode, rate): self._add_goods(mode, rate) for mode, rate in product(MODES, RATES)
        }
        self._add_card()

    def _add_rounding(self):
        values = {
            'name': "To 0.05",
            'rounding': STEP / 100,
            'rounding_method': 'HALF-UP',
            'strategy': 'add_invoice_line',
            'profit_account_id': self._find_account('income_other'),
            'loss_account_id': self._find_account('expense'),
        }
        return self.door.add('account.cash.rounding', [values])[0]

    def _find_account(self, kind):
        accounts = self.door.call('account.account', 'search', [['account_type', '=', kind]])
        return accounts[0]

    def _add_goods(self, mode, rate):
        """Return ids of goods by price, of one tax."""
        tax = {'name': f"{rate} % {mode}", 'amount': rate, 'price_include_override': mode}
        taxes = self.door.add('account.tax', [tax])
        templates = self.door.add(
            'product.template',
            [
                {
                    'name': f"{price} at {rate} % {mode}",
                    'list_price': price,
                    'type': 'service',
                    'available_in_pos': True,
                    'taxes_id': [[6, 0, taxes]],
                }
                for price in QUANTITY_BY_PRICE
            ],
        )
        return dict(zip(QUANTITY_BY_PRICE, templates, strict=True))

    def _add_card(self):
        [category] = self.door.add('discount.card.category', [{'name': "Regulars"}])
        never = {
            'category_id': category,
            'kind': 'turnover',
            'period_type': 'lifetime',
            'bracket_ids': [[0, 0, {'amount_from': 10**9, 'percent': 50}]],
        }  # so that the index tells the turnover
        self.door.add('discount.card.rule', [{'category_id': category, 'percent': PERCENT}, never])
        [partner] = self.door.add('res.partner', [{'name': "Ann"}])
        card = {'code': CARD, 'partner_id': partner, 'category_id': category}
        self.door.add('discount.card', [card])

    def open_till(self, way):
        """Return the id of a till that works in a way, as does its company from now on."""
        values = {'tax_calculation_rounding_method': way.method}
        self.door.call('res.company', 'write', [self._boss.company_id], vals=values)
        rounding = {
            'cash_rounding': True,
            'rounding_method': self._rounding,
            'only_round_cash_method': way.rounding == 'cash rounded',
        }
        code = f'M{WAYS.index(way)}'
        return open_till(self.door, str(way), code, **rounding if way.is_rounded else {})

    def list_baskets(self, mode):
        """Return lines by name: `(template_id, quantity, price with the taxes, exactly)`."""
        by_rate = {f"{rate} %": self._list_lines(mode, rate) for rate in RATES}
        return {**by_rate, "mixed": [line for lines in by_rate.values() for line in lines]}

    def _list_lines(self, mode, rate):
        taxes = 1 + Fraction(str(rate)) / 100 if mode == 'tax_excluded' else 1
        return [
            (self._goods[mode, rate][price], quantity, Fraction(str(price)) * taxes)
            for price, quantity in QUANTITY_BY_PRICE.items()
        ]
