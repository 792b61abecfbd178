"""The oracle's own view of who may give: as the specification tells it, in other words.

It shares no code with the engine: it would be wrong in the same way.
"""

from datetime import date

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES


def first(*faults):
    """Return the code of the first fault that is true of pairs (is_fault, code)."""
    return next((code for is_fault, code in faults if is_fault), None)


class Holder:
    """Reads a request, whose values are taken to be right."""

    def __init__(self, request):
        self.request = request
        self.document = request['document']
        self.today = date.fromisoformat(self.document['date'])
        self.card = request.get('card')
        self.customer = request.get('customer')
        self.reasons = []
        if self.card is None and self.customer is None:
            self._refuse('document', None, 'no_holder')
        self.card_fault = self._find_fault_of_card()
        if self.card is not None and self.card_fault:
            self._refuse('card', None, self.card_fault)
        self.categories = self._admit_categories()
        self.rules = self._admit_rules()

    def _refuse(self, source, source_id, code):
        self.reasons.append({'source': source, 'id': source_id, 'code': code})

    def _find_fault_of_card(self):
        if self.card is None:
            return 'none'
        state = self.card['state']
        return first((state != 'active', state), self._company(self.card), *self._dates(self.card))

    def _company(self, thing):
        company = thing.get('company_id')
        return company is not None and company != self.document['company_id'], 'wrong_company'

    def _dates(self, thing):
        begin = date.fromisoformat(thing.get('valid_from') or '1900-01-01')
        end = date.fromisoformat(thing.get('valid_to') or '2999-12-31')
        return (begin > self.today, 'not_yet_valid'), (end < self.today, 'expired')

    def _admit_categories(self):
        wanted = list(self.customer.get('category_ids') or []) if self.customer is not None else []
        if not self.card_fault and self.card.get('category_id') is not None:
            wanted.append(self.card['category_id'])
        faults = {category_id: self._find_fault_of_category(category_id) for category_id in wanted}
        for category_id in sorted(category_id for category_id in faults if faults[category_id]):
            self._refuse('category', category_id, faults[category_id])
        return [category_id for category_id in faults if not faults[category_id]]

    def _find_fault_of_category(self, category_id):
        for category in self.request.get('categories') or []:
            if category['id'] == category_id:
                return first(
                    self._place(category, 'company'),
                    self._place(category, 'till'),
                    *self._dates(category),
                    *self._proof(category),
                    *self._time(category),
                )
        return 'unknown'

    def _place(self, category, kind):
        allowed = category.get(f'{kind}_ids') or [self.document.get(f'{kind}_id')]
        return self.document.get(f'{kind}_id') not in allowed, f'wrong_{kind}'

    def _proof(self, category):
        needed = category.get('requires_proof', False)
        ends = [
            date.fromisoformat(proof.get('valid_to') or '2999-12-31')
            for proof in self.request.get('proofs') or []
            if proof['category_id'] == category['id']
        ]
        late = needed and bool(ends) and ends[0] < self.today
        return (needed and not ends, 'proof_missing'), (late, 'proof_expired')

    def _time(self, category):
        """Look for an opening in a week of minutes that has begun and not ended."""
        begin = category.get('minute_from') or 0
        end = DAY_MINUTES if category.get('minute_to') is None else category['minute_to']
        length = (end - begin) % DAY_MINUTES or DAY_MINUTES
        today = (self.today.toordinal() - 1) % 7
        now = today * DAY_MINUTES + self.document['minutes']
        days = category.get('weekdays') or range(7)
        openings = (day * DAY_MINUTES + begin for day in days)
        is_open = any((now - opening) % WEEK_MINUTES < length for opening in openings)
        is_night = begin > end and self.document['minutes'] < end
        is_day = (today - is_night) % 7 in days
        return (not is_day, 'wrong_weekday'), (not is_open, 'wrong_hour')

    def _admit_rules(self):
        admitted = []
        for rule in sorted(
            self.request.get('rules') or [], key=lambda rule: (rule.get('sequence', 10), rule['id'])
        ):
            if not self._owns(rule):
                continue
            fault = first(self._company(rule), *self._dates(rule))
            if fault:
                self._refuse('rule', rule['id'], fault)
            else:
                admitted.append(rule)
        return admitted

    def _owns(self, rule):
        owner = rule.get('owner', 'category')
        if owner == 'card':
            return not self.card_fault
        return (
            self.customer is not None
            if owner == 'customer'
            else rule['category_id'] in self.categories
        )

    def personal_percents(self, rule):
        """Return the personal percents that a rule may give."""
        owner = rule.get('owner', 'category')
        card = self.card if owner != 'customer' and not self.card_fault else None
        customer = self.customer if owner != 'card' else None
        percents = [
            person.get('personal_percent') for person in (card, customer) if person is not None
        ]
        return [percent for percent in percents if percent is not None]
