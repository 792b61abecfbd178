"""A shop inside Odoo: each customer of a real year has a card, and all they buy is written down."""

from collections import defaultdict

from odoo.addons.test_retail_full.outside.purchases import MONTHS_BACK, count_month, end_month

LINES_AT_ONCE = 2000


class Shop:
    """One company with one ladder; entries go into the ledger by the way that documents take."""

    def __init__(self, env, rules):
        self.company = env['res.company'].create({
            'name': "Gifts Ltd",
            'currency_id': env.ref('base.GBP').id,
        })
        self.company.currency_id.active = True
        context = {'allowed_company_ids': self.company.ids, 'tracking_disable': True}
        self.env = env(context={**env.context, **context})
        self.ladder = self._set_up(rules)
        self.cards = {}

    def _set_up(self, rules):
        ladder = self.env['discount.card.ladder'].create({
            'name': "Gifts",
            'company_id': self.company.id,
            'currency_id': self.company.currency_id.id,
            'takes_new_cards': True,
        })
        self.env['discount.card.category'].create([
            {
                'name': name,
                'kind': 'tier',
                'company_id': self.company.id,
                'ladder_id': ladder.id,
                'threshold': threshold,
                'keep_threshold': keep,
            }
            for name, threshold, keep in rules.tiers
        ])
        self._set_rules(ladder, rules)
        return ladder

    def _set_rules(self, ladder, rules):
        period, _, months = rules.period.partition('_')
        is_rolling = period == 'rolling'
        ladder.write({
            'period_type': 'rolling' if is_rolling else rules.period,
            'period_months': int(months) if is_rolling else 12,
            'demotion': rules.demotion,
            'grace_days': rules.grace_days,
        })

    def start_over(self, rules):
        """Let every card begin without a tier, on a ladder of the same tiers with other rules."""
        self._set_rules(self.ladder, rules)
        self._all_cards().write({'category_id': False})

    def _all_cards(self):
        return self.env['discount.card'].browse([card.id for card in self.cards.values()])

    def welcome(self, customers):
        """Give each customer a card."""
        partners = self.env['res.partner'].create([{'name': name} for name in customers])
        cards = self.env['discount.card'].create([
            {
                'code': f'GIFTS{partner.name}',
                'partner_id': partner.id,
                'company_id': self.company.id,
                'currency_id': self.company.currency_id.id,
            }
            for partner in partners
        ])
        self.cards.update(zip(customers, cards, strict=True))

    # === BUYING === #

    def record(self, lines):
        """Write lines of receipts into the ledger."""
        entry = self.env['discount.card.entry']
        for first in range(0, len(lines), LINES_AT_ONCE):
            some = lines[first : first + LINES_AT_ONCE]
            entry._record([self._prepare_entry(line) for line in some])
            self.env.invalidate_all()

    def _prepare_entry(self, line):
        card, amount = self.cards[line.customer], float(line.amount)
        return {
            'kind': 'refund' if line.is_return else 'sale',
            'date': line.day,
            'effective_date': line.day,
            'company_id': self.company.id,
            'currency_id': self.company.currency_id.id,
            'card_id': card.id,
            'partner_id': card.partner_id.id,
            'res_model': 'account.move',
            'res_id': line.number,
            'line_res_id': line.number,
            'document_name': line.receipt,
            'posting': 0,
            'quantity': float(line.quantity),
            'gross': amount,
            'turnover': amount,
            'turnover_company': amount,
        }

    # === MONTH ENDS === #

    def run(self, number):
        """Run the tiers as of the last day of a month."""
        self.ladder._run_tiers(end_month(number))

    def tell_tiers(self):
        """Return the name of each customer's tier, None without one."""
        self._all_cards().invalidate_recordset()
        return {name: card.category_id.name or None for name, card in self.cards.items()}

    def tell_turnovers(self, number):
        """Return what each customer bought, by period, at the end of a month."""
        found = self._all_cards()._get_turnovers(list(MONTHS_BACK), end_month(number))
        return {name: found[card.id] for name, card in self.cards.items()}


# === BESIDE THE TRUTH === #


def replay(shop, lines, truth, rules, tell=lambda _text: None):
    """Write a year down month by month, and look at all customers at the end of each.

    :return: one sentence for each difference
    :rtype: list[str]
    """
    by_month = defaultdict(list)
    for line in lines:
        by_month[count_month(line.day)].append(line)
    expected = {name: truth.tell_tiers(name, rules) for name in truth.customers}
    wrong = []
    for number in truth.months:
        shop.record(by_month[number])
        shop.run(number)
        wrong += compare_tiers(shop, expected, number) + compare_turnovers(shop, truth, number)
        tell(f"{end_month(number)}: {len(wrong)} differences so far")
    return wrong


def compare_tiers(shop, expected, number):
    tiers = shop.tell_tiers()
    return [
        f"{end_month(number)} {name}: {tiers[name]} instead of {told[number]}"
        for name, told in expected.items()
        if tiers[name] != told[number]
    ]


def compare_turnovers(shop, truth, number):
    found = shop.tell_turnovers(number)
    return [
        f"{end_month(number)} {name}: {period} {amount} instead of {expected}"
        for name in truth.customers
        for period, amount in found[name].items()
        if amount != (expected := truth.sum_up(name, period, number))
    ]
