"""The answer of the engine, computed again in exact fractions by the words of SPECIFICATION.md.

It shares no code with the engine, and reads the request's plain values. What limits a discount is
found by trying percents, not by dividing.
"""

from fractions import Fraction

from .oracle_holder import Holder
from .oracle_numbers import fraction, largest_percent, text, to_unit
from .oracle_rules import Rules, gross

FLAGS = [
    'refund',
    'ineligible',
    'negative',
    'excluded',
    'rule_cap',
    'programme_cap',
    'product_cap',
    'price_floor',
    'margin_floor',
    'pricelist_kept',
    'pricelist_replaced',
    'manual_kept',
    'manual_replaced',
    'compounded',
]


def answer(request):
    """Return what `compute_discounts` has to return for a request that can be read."""
    return Oracle(request).answer()


class Oracle:
    def __init__(self, request):
        self.request = request
        self.document = request['document']
        self.settings = request.get('settings') or {}
        self.lines = request.get('lines') or []
        self.precision = self.settings.get('precision', 2)

    def answer(self):
        if self.document.get('is_refund'):
            reasons = [{'source': 'document', 'id': None, 'code': 'refund'}]
            return self._sum([self._leave(line, 'refund') for line in self.lines], [], reasons)
        holder = Holder(self.request)
        self.rules = Rules(self.request, holder)
        verdicts = [self.rules.judge(rule) for rule in holder.rules]
        silences = [
            {'source': 'rule', 'id': verdict['rule']['id'], 'code': verdict['silence']}
            for verdict in verdicts
            if verdict['percent'] is None
        ]
        lines = [self._discount(line, verdicts) for line in self.lines]
        return self._sum(lines, verdicts, holder.reasons + silences)

    def _sum(self, lines, verdicts, reasons):
        totals = {
            name: text(sum((Fraction(line[name]) for line in lines), Fraction(0)))
            for name in ('saved', 'saved_by_card')
        }
        rules = [Rules.tell(verdict) for verdict in verdicts]
        return {'lines': lines, 'rules': rules, 'reasons': reasons, **totals}

    def _discount(self, line, verdicts):
        if not line.get('is_eligible', True):
            return self._leave(line, 'ineligible')
        amounts = [line['quantity'], line['unit_price']]
        amounts += [gross(self.document, line, 'excluded'), gross(self.document, line, 'included')]
        if any(fraction(amount) < 0 for amount in amounts):
            return self._leave(line, 'negative')
        flags = set()
        chosen = self._combine(self._list_candidates(line, verdicts, flags))
        flags |= {'rule_cap' for _percent, _rule, is_capped in chosen if is_capped}
        offered = to_unit(sum(percent for percent, *_rest in chosen), self._step())
        percent = self._limit(offered, line, flags)
        rule_ids = [rule['id'] for share, rule, _is_capped in chosen if share and percent]
        discount, origin = self._meet(line, percent, flags)
        return self._write(line, discount, origin, flags, percent, rule_ids)

    def _step(self):
        return Fraction(1, 10**self.precision)

    def _list_candidates(self, line, verdicts, flags):
        candidates = []
        for verdict in verdicts:
            special = self.rules.special(verdict['rule'], line)
            if verdict['percent'] is None:
                continue
            if special['exclude']:
                flags.add('excluded')
                continue
            percent = min(special['percent'] or [verdict['percent']])
            capped = min([percent, *special['cap']])
            candidates.append((capped, verdict['rule'], capped != percent))
        return candidates

    def _combine(self, candidates):
        way = self.settings.get('combination', 'largest')
        if way == 'sum':
            return candidates
        if way == 'first':
            return candidates[:1]
        return sorted(candidates, key=lambda candidate: -candidate[0])[:1]  # a stable sort

    def _limit(self, percent, line, flags):
        """Lower a percent to what is allowed, and flag what did so."""
        rooms = {
            name: largest_percent(self.precision, is_allowed)
            for name, is_allowed in self._list_limits(line)
        }
        least = min(rooms.values())
        if percent > least:
            flags |= {name for name in rooms if rooms[name] == least}
        return min(percent, least)

    def _list_limits(self, line):
        cap = fraction(self.settings.get('max_percent'), Fraction(100))
        yield 'programme_cap', lambda percent: percent <= cap
        if line.get('max_percent') is not None:
            yield 'product_cap', lambda percent: percent <= fraction(line['max_percent'])
        price = fraction(line['unit_price'])
        for name, floor in (
            ('price_floor', fraction(line.get('min_unit_price'))),
            ('margin_floor', self._dearest(line)),
        ):
            if floor is not None:
                yield name, self._stays_above(price, floor)

    def _stays_above(self, price, floor):
        return lambda percent: price > floor and price * (1 - percent / 100) >= floor

    def _dearest(self, line):
        cost, margin = fraction(line.get('unit_cost')), fraction(line.get('margin_percent'))
        return None if cost is None or margin is None else cost * (1 + margin / 100)

    def _prior(self, line):
        prefix = 'prior_' if line.get('origin') == 'card' else ''
        percent = fraction(line.get(f'{prefix}discount'), Fraction(0))
        return percent, line.get(f'{prefix}origin') or 'none'

    def _meet(self, line, percent, flags):
        prior, origin = self._prior(line)
        if not percent:
            return prior, origin
        if origin == 'none' or (origin == 'pricelist' and prior == 0):
            return percent, 'card'
        policy = self.settings.get(f'meets_{origin}', 'keep' if origin == 'manual' else 'larger')
        if policy == 'compound':
            left = (1 - prior / 100) * (1 - percent / 100)
            percent = self._limit(to_unit(100 * (1 - left), self._step()), line, flags)
        if policy == 'keep' or (policy != 'replace' and percent <= prior):
            flags.add(f'{origin}_kept')
            return prior, origin
        flags.add('compounded' if policy == 'compound' else f'{origin}_replaced')
        return percent, 'card'

    def _leave(self, line, flag):
        discount = fraction(line.get('discount'), Fraction(0))
        return self._write(line, discount, line.get('origin') or 'none', {flag}, Fraction(0), [])

    def _write(self, line, discount, origin, flags, percent, rule_ids):
        prior, prior_origin = self._prior(line)
        paid, paid_before = self._pay(line, discount), self._pay(line, prior)
        return {
            'key': line['key'],
            'discount': text(discount),
            'origin': origin,
            'prior_discount': text(prior),
            'prior_origin': prior_origin,
            'card_percent': text(percent),
            'rule_ids': rule_ids,
            'flags': [flag for flag in FLAGS if flag in flags],
            'saved': text(self._show(line) - paid),
            'saved_by_card': text(paid_before - paid),
        }

    def _pay(self, line, percent):
        amount = self._show(line)
        rounding = fraction(self.document['currency_rounding'])
        return to_unit(amount * (1 - percent / 100), rounding)

    def _show(self, line):
        return gross(self.document, line, self.document['shown_tax_mode'])
