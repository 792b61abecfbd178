from datetime import timedelta
from decimal import Decimal
from random import Random

from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.ledger.turnover_of_one import fetch_turnover
from ..models.ledger.turnover_sql import fetch_turnovers, list_amounts, sum_turnovers
from .tiers_common import TODAY, TiersCommon

LEDGERS = 12
PERIODS = [
    'lifetime',
    'rolling_12',
    'rolling_1',
    'calendar_year',
    'calendar_quarter',
    'calendar_month',
]
KINDS = ('sale', 'refund', 'reversal', 'adjustment')
DAY = Date.to_date(TODAY)
# Where periods begin and end, and beside it.
DAYS = [
    DAY + timedelta(days=days)
    for days in (1, 0, -1, -27, -30, -31, -89, -90, -91, -364, -365, -366, -700, -1500)
]
OF_ALL = """
WITH %(tables)s
SELECT chain.card_id, %(amounts)s FROM chain LEFT JOIN turnover ON turnover.holder = chain.holder
"""


@tagged('post_install', '-at_install')
class TestTurnoverRoads(TiersCommon):
    """The query for one holder, that for a few and that for everybody say the same to the cent.

    Over ledgers made by chance; a number that is told with a failure makes the same one again.
    """

    def test_all_roads_lead_to_the_same_turnover(self):
        for seed in range(LEDGERS):
            with self.subTest(seed=seed):
                self._invent(Random(seed), self._found_two(seed))
                cards = self.cards.filtered(lambda card: not card.replaced_by_id)
                everybody = self._ask_for_all(cards)
                self.assertGreater(len({*map(str, everybody.values())}), 4)
                for date in (DAY, DAY - timedelta(days=31)):
                    self._compare_cards(cards, date)
                    self._compare_customers(date)
                self.assertEqual(cards._get_turnovers(PERIODS, DAY, currency=self.money), everybody)

    def _compare_cards(self, cards, date):
        """Cards that were replaced are only asked for together: theirs is that of the last one."""
        together = self.cards._get_turnovers(PERIODS, date, currency=self.money)
        for card in cards:
            root_id = (card.root_id or card).id
            customer_id = card.partner_id.commercial_partner_id.id
            alone = fetch_turnover(
                self.money, PERIODS, date, root_id=root_id, customer_id=customer_id
            )
            self.assertEqual(alone, together[card.id])
            self.assertEqual(
                card._get_turnovers(PERIODS, date, currency=self.money)[card.id], alone
            )
        for card in self.cards - cards:
            self.assertEqual(together[card.id], together[card._get_last_cards().id])

    def _compare_customers(self, date):
        together = self.partners._get_card_turnovers(PERIODS, date, currency=self.money)
        for partner in self.partners:
            alone = fetch_turnover(
                self.money, PERIODS, date, customer_id=partner.commercial_partner_id.id
            )
            self.assertEqual(alone, together[partner.id])

    def _ask_for_all(self, cards):
        """Return what the run asks: the turnover of every card there is."""
        query = SQL(
            OF_ALL,
            tables=sum_turnovers(PERIODS, DAY, self.money),
            amounts=list_amounts(PERIODS),
        )
        return fetch_turnovers(cards, query, PERIODS)

    # === BY CHANCE === #

    def _found_two(self, seed):
        """Return companies of one currency; every other time its smallest coin is 0.10."""
        code = ('EUR', 'CHF')[seed % 2]
        companies = self._found(f"Shop {seed}", code) | self._found(f"Branch {seed}", code)
        self.money = companies.currency_id
        self.money.rounding = (0.01, 0.1)[seed % 2]
        return companies

    def _invent(self, dice, companies):
        """Make customers, cards and a ledger."""
        self.partners = self._invent_partners(dice)
        self.cards = self.env['discount.card']
        for _number in range(12):
            self.cards |= self._invent_chain(dice, companies)
        for _number in range(80):
            self._invent_entry(dice, companies)
        for card in self.cards:  # somebody is entered on a card later, or forgotten
            if dice.random() < 0.15 and not card.replaced_by_id:
                card.partner_id = dice.choice([*self.partners, self.partners.browse()])
        self.partners[0].action_anonymise_discount_cards()

    def _invent_partners(self, dice):
        partners = self.env['res.partner'].create([
            {'name': f"Customer {n}", 'is_company': n % 3 == 0} for n in range(6)
        ])
        firms = partners.filtered('is_company')
        return partners | partners.create([
            {'name': f"Contact {n}", 'parent_id': dice.choice(firms).id} for n in range(4)
        ])

    def _invent_chain(self, dice, companies):
        """Return a card and those that replaced it: each with or without a customer or opening."""
        chain = self.env['discount.card']
        for _number in range(dice.choice((1, 1, 2, 3))):
            card = self._card(
                dice.choice([*self.partners, *[None] * 5]),
                company_id=dice.choice([*companies.ids, False]),
                currency_id=self.money.id,
                root_id=chain[:1].id,
                turnover_opening=dice.choice((0, 0, self._amount(dice))),
                turnover_opening_date=dice.choice([*DAYS, False]),
            )
            chain[-1:].write({'state': 'replaced', 'replaced_by_id': card.id})
            chain |= card
        return chain

    def _invent_entry(self, dice, companies):
        self._buy(
            self._amount(dice),
            card=dice.choice([*self.cards, None]),
            partner=dice.choice([*self.partners, None]),
            date=dice.choice(DAYS),
            company=dice.choice(companies),
            kind=dice.choice(KINDS),
        )

    def _amount(self, dice):
        return float(Decimal(dice.randint(-5000, 20000)) / 100)
