"""The oracle's own view of what a rule says of a document and of a line."""

from fractions import Fraction

from .oracle_numbers import fraction, text, to_unit


def gross(document, line, mode):
    """Return the amount of a line before any discount, in a tax mode."""
    return to_unit(fraction(line[f'gross_{mode}']), fraction(document['currency_rounding']))


class Rules:
    """Reads a request, whose values are taken to be right."""

    def __init__(self, request, holder):
        """
        :param dict request: as the engine gets it
        :param Holder holder: who may give
        """
        self.document, self.holder = request['document'], holder
        self.lines = request.get('lines') or []
        self.turnovers = request.get('turnovers') or {}

    def judge(self, rule):
        """Return base, value, percent, next bracket, or why the rule is silent."""
        counted = [
            gross(self.document, line, rule['tax_mode'])
            for line in self.lines
            if line.get('is_eligible', True) and not self.special(rule, line)['exclude']
        ]
        base = to_unit(
            max(0, sum(counted)) * fraction(self.document['rate']),
            fraction(self.document['company_currency_rounding']),
        )
        verdict = {'rule': rule, 'base': Fraction(base), 'value': None, 'next': None}
        if rule['kind'] == 'fixed':
            return verdict | {'percent': fraction(rule['percent'])}
        if rule['kind'] == 'personal':
            percents = [fraction(percent) for percent in self.holder.personal_percents(rule)]
            percent = sorted(percents)[-1] if percents else None
            return verdict | {'percent': percent, 'silence': 'no_personal_percent'}
        return verdict | self._climb(rule, self._value(rule, verdict['base']))

    def _value(self, rule, base):
        if rule['kind'] == 'receipt':
            return base
        turnover = fraction(self.turnovers.get(rule['period']))
        if turnover is None:
            return None
        value = turnover + base * rule.get('include_current', False)
        return value if value > 0 else Fraction(0)

    def _climb(self, rule, value):
        """Walk up the ladder until a bracket is out of reach and better."""
        if value is None:
            return {'percent': None, 'silence': 'turnover_unknown'}
        over = rule['period'] if rule['kind'] == 'turnover' else 'receipt'
        state = {'value': value, 'percent': None, 'silence': 'below_first_bracket', 'next': None}
        ladder = {fraction(step['amount_from']): step for step in rule['brackets']}
        for threshold in sorted(ladder):
            percent = fraction(ladder[threshold]['percent'])
            if threshold <= value:
                state['percent'] = percent
            elif not state['next'] and percent > (state['percent'] or 0):
                missing = text(threshold - value)
                state['next'] = {
                    'amount_from': text(threshold),
                    'percent': text(percent),
                    'missing': missing,
                    'over': over,
                }
        return state

    @staticmethod
    def tell(verdict):
        """Return a verdict as the answer has it."""
        return {
            'rule_id': verdict['rule']['id'],
            'base': text(verdict['base']),
            'value': text(verdict['value']),
            'percent': text(verdict['percent']),
            'next': verdict['next'],
        }

    def special(self, rule, line):
        """Return by mode what the overrides of the best rank say."""
        ranked = [(self._rank(special, line), special) for special in rule.get('overrides') or []]
        best = min((rank for rank, _special in ranked if rank is not None), default=None)
        chosen = [special for rank, special in ranked if rank == best and rank is not None]
        return {
            mode: [fraction(s.get('percent')) for s in chosen if s['mode'] == mode]
            for mode in ('percent', 'cap', 'exclude')
        }

    def _rank(self, special, line):
        """The lower the nearer; None if it does not concern the line."""
        target, path = special['target_id'], line.get('category_path') or []
        if special['target'] == 'product':
            return 0 if target == line['product_id'] else None
        if special['target'] == 'category':
            return 1 + path.index(target) if target in path else None
        return 10**6 if target in (line.get('tag_ids') or []) else None
