"""Counters of one shop, each at an Odoo process of its own, that do the same at the same moment.

Each race returns what went wrong. Whoever comes second is refused in words that say why, or is
served after the first one; nothing is doubled and nothing half-done.
"""

import time
from datetime import date
from itertools import count

from _company import at_once, find_refusals, shorten
from _outside import Refused
from _people import Clerk
from _servers import Witness, tell, tell_what_was_seen

PEOPLE = ('sales_team.group_sale_salesman', 'account.group_account_invoice')
NUMBERS = count(1)


class Counters:
    """The administrator, and two people with no more rights than selling and invoicing take."""

    def __init__(self, servers):
        first, second = servers
        self.witness = Witness(servers)
        self.boss = Clerk(first.knock())
        self.chief = Clerk(second.knock())  # administrator at the second process
        self.people = [self._hire(server) for server in servers]
        self.coffee, self.tea = self.boss.door.add(
            'product.product', [{'name': name, 'list_price': 10} for name in ("Coffee", "Tea")]
        )
        [self.gold] = self.boss.door.add('discount.card.category', [{'name': "Gold"}])

    def _hire(self, server):
        login = f'counter-{next(NUMBERS)}'
        self.boss.hire(login, *PEOPLE)
        return Clerk(server.knock(login, login))

    # === WHAT PEOPLE DO === #

    def call(self, person, model, method, ids, **kwargs):
        return lambda: person.door.call(model, method, ids, **kwargs)

    def add_card(self, person, **values):
        """Return the id of a card of a new code."""
        values = {'code': f'RACE{next(NUMBERS):06}', **values}
        return person.door.add('discount.card', [values])[0]

    def add_customer(self):
        [customer] = self.boss.add_customers([f"Customer {next(NUMBERS)}"])
        return customer

    def replace(self, person, card, code):
        """Return what presses the button of the question by which card another is replaced."""
        [question] = person.door.add('discount.card.replace', [{'card_id': card, 'code': code}])
        return self.call(person, 'discount.card.replace', 'action_apply', [question])

    def draft_invoice(self):
        """Return a draft invoice of two lines for a new customer with a card."""
        customer = self.add_customer()
        card = self.add_card(self.boss, partner_id=customer)
        lines = [
            (0, 0, {'product_id': product, 'quantity': 1, 'tax_ids': [(6, 0, [])]})
            for product in (self.coffee, self.tea)
        ]
        return self.boss.door.add(
            'account.move',
            [
                {
                    'move_type': 'out_invoice',
                    'partner_id': customer,
                    'discount_card_id': card,
                    'invoice_date': str(date.today()),
                    'invoice_line_ids': lines,
                }
            ],
        )

    # === WHAT THERE IS AFTERWARDS === #

    def read(self, model, domain, *names):
        return self.boss.door.call(model, 'search_read', domain=domain, fields=list(names))

    def compare(self, what, found, expected):
        return [f"{what}: {found} instead of {expected}"] * (found != expected)

    def compare_refusals(self, results, words):
        """One of two is served, the other one is told why not."""
        refused = [str(result) for result in results if isinstance(result, Refused)]
        told = [text for text in refused if words in text]
        wrong = [f"refused: {shorten(text)}" for text in refused if words not in text]
        return wrong + self.compare("refusals", len(told), 1)

    def compare_entries(self, invoices, expected):
        of_invoices = [('res_model', '=', 'account.move'), ('res_id', 'in', invoices)]
        entries = self.read('discount.card.entry', of_invoices, 'kind')
        return self.compare("entries", sorted(entry['kind'] for entry in entries), expected)

    # === RACES: CARDS === #

    def two_first_cards(self):
        """Two counters give a first card to one customer: one is the primary one."""
        customer = self.add_customer()
        results = at_once(
            *(
                lambda person=person: self.add_card(person, partner_id=customer, is_primary=True)
                for person in self.people
            )
        )
        cards = self.read('discount.card', [('partner_id', '=', customer)], 'is_primary')
        primary = sorted(card['is_primary'] for card in cards)
        return find_refusals(results) + self.compare("primary", primary, [False, True])

    def two_make_their_card_primary(self):
        """Two counters make each another card of one customer the primary one."""
        customer = self.add_customer()
        cards = [self.add_card(self.boss, partner_id=customer) for _ in range(3)]
        results = at_once(
            *(
                self.call(person, 'discount.card', 'action_make_primary', [card])
                for person, card in zip(self.people, cards, strict=False)
            )
        )
        found = self.read('discount.card', [('id', 'in', cards), ('is_primary', '=', True)], 'id')
        return find_refusals(results) + self.compare("primary cards", len(found), 1)

    def one_code_twice(self):
        """Two counters register the same code: one is told that it is taken."""
        code = f'SAME{next(NUMBERS):06}'
        results = at_once(
            *(lambda person=person: self.add_card(person, code=code) for person in self.people)
        )
        cards = self.read('discount.card', [('code', '=', code)], 'id')
        return self._find_untaken(results) + self.compare("cards", len(cards), 1)

    def _find_untaken(self, results):
        """Whoever looked first and whoever was stopped by the index say it differently."""
        words = ("is taken by a card", "There is a card with this code already.")
        refused = [result for result in results if isinstance(result, Refused)]
        return find_refusals(results, words) + self.compare("refusals", len(refused), 1)

    def one_lost_card_by_two(self):
        """Two counters replace one lost card: one of them is told that it was replaced."""
        card = self.add_card(self.boss, partner_id=self.add_customer(), category_id=self.gold)
        self.call(self.boss, 'discount.card', 'action_report_lost', [card])()
        codes = [f'NEW{next(NUMBERS):06}' for _ in self.people]
        replacements = [
            self.replace(person, card, code)
            for person, code in zip(self.people, codes, strict=True)
        ]
        wrong = self.compare_refusals(at_once(*replacements), "only an active or a lost card")
        found = self.read('discount.card', [('code', 'in', codes)], 'root_id', 'is_primary')
        wrong += self.compare("new cards", len(found), 1)
        return wrong + [f"a new card stands alone: {new}" for new in found if not new['root_id']]

    def one_printed_card_for_two(self):
        """Two counters replace two lost cards by the same pre-printed one: one takes another."""
        lost = [self.add_card(self.boss, partner_id=self.add_customer()) for _ in self.people]
        code = f'PRINTED{next(NUMBERS):06}'
        self.add_card(self.boss, code=code, state='unregistered')
        replacements = [
            self.replace(person, card, code) for person, card in zip(self.people, lost, strict=True)
        ]
        wrong = self.compare_refusals(at_once(*replacements), "is somebody's already")
        states = self.read('discount.card', [('id', 'in', lost)], 'state')
        found = sorted(card['state'] for card in states)
        return wrong + self.compare("states", found, ['active', 'replaced'])

    def one_batch_by_two(self):
        """Two managers create the cards of one batch: one of them is told that they exist."""
        values = {'name': "Race", 'prefix': f'B{next(NUMBERS):06}', 'quantity': 20}
        [batch] = self.boss.door.add('discount.card.batch', [values])
        results = at_once(
            *(
                self.call(manager, 'discount.card.batch', 'action_create_cards', [batch])
                for manager in (self.boss, self.chief)
            )
        )
        cards = self.read('discount.card', [('batch_id', '=', batch)], 'code')
        wrong = self.compare_refusals(results, "exist already")
        return wrong + self.compare("cards", len({card['code'] for card in cards}), 20)

    # === RACES: LEDGER === #

    def one_invoice_posted_by_two(self):
        """Two people post one invoice: each line is in the ledger once."""
        [invoice] = self.draft_invoice()
        post = [
            self.call(person, 'account.move', 'action_post', [invoice]) for person in self.people
        ]
        wrong = self.compare_refusals(at_once(*post), "must be in draft")
        return wrong + self.compare_entries([invoice], ['sale'] * 2)

    def one_invoice_taken_back_by_two(self):
        """Two people reset one invoice: each line is taken back once."""
        [invoice] = self.draft_invoice()
        self.call(self.boss, 'account.move', 'action_post', [invoice])()
        reset = [
            self.call(person, 'account.move', 'button_draft', [invoice]) for person in self.people
        ]
        wrong = self.compare_refusals(at_once(*reset), "posted")
        return wrong + self.compare_entries([invoice], ['reversal'] * 2 + ['sale'] * 2)

    # === ALL OF THEM === #

    def hold(self, race, rounds):
        start = time.monotonic()
        self.witness.ask()
        deadlocks = self.witness.count_deadlocks()
        wrong = [sentence for _ in range(rounds) for sentence in race()]
        tell(f"{race.__doc__}\n    {rounds} rounds in {time.monotonic() - start:.0f} s")
        wrong += tell_what_was_seen(self.witness, deadlocks)
        tell(f"    {wrong or 'all well'}")
        return wrong

    def hold_all(self, rounds):
        """Return what went wrong in any of the races."""
        races = (
            self.two_first_cards,
            self.two_make_their_card_primary,
            self.one_code_twice,
            self.one_lost_card_by_two,
            self.one_printed_card_for_two,
            self.one_batch_by_two,
            self.one_invoice_posted_by_two,
            self.one_invoice_taken_back_by_two,
        )
        return [sentence for race in races for sentence in self.hold(race, rounds)]
