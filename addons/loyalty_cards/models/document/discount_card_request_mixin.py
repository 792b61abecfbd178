from zoneinfo import ZoneInfo

from odoo import fields, models

from ..ledger.discount_card_ledger_mixin import TURNOVERS

CARD_RULE, CUSTOMER_RULE = -1, -2  # ids of rules that exist for one request


class DiscountCardRequestMixin(models.AbstractModel):
    """Writes down a document as the engine reads it: engine/SPECIFICATION.md, section 2."""

    _name = 'discount.card.request.mixin'
    _description = "Document as the Discount Engine Reads It"

    # === TO BE OVERRIDDEN FOR EACH KIND OF DOCUMENT === #

    def _get_card_lines(self):
        raise NotImplementedError

    def _get_card_moment(self):
        """Return the time of the sale as a datetime with its time zone."""
        raise NotImplementedError

    def _get_card_rate(self):
        """Return the units of company currency for one unit of document currency."""
        raise NotImplementedError

    # === THE REQUEST === #

    def _prepare_card_request(self, lines):
        """
        :param lines: those of the document, in the order in which the engine answers
        :return: request, and names by id of the rules in it
        :rtype: tuple(dict, dict)
        """
        self.ensure_one()
        card = self.discount_card_id
        self.partner_id._origin._fetch_card_facts(card._origin)
        customer = self._get_card_customer()
        moment = self._get_card_moment().astimezone(ZoneInfo(self._get_card_tz()))
        categories, rules, names = self._get_card_programme(card, customer, moment.date())
        lines.product_id._origin._fetch_for_cards()
        targets = {override['target'] for rule in rules for override in rule['overrides']}
        request = {
            'settings': self._prepare_card_settings(),
            'document': self._prepare_card_document(moment),
            'card': card._prepare_card_values(),
            'customer': customer._prepare_customer_values(),
            'proofs': self._prepare_card_proofs(card, customer),
            'turnovers': self._get_card_turnovers(card, customer, rules, moment.date()),
            'categories': categories,
            'rules': [*rules, *self._prepare_personal_rules(card, customer)],
            'lines': [
                line._prepare_card_line_values(key, targets) for key, line in enumerate(lines)
            ],
        }
        personal = self.env._("Personal discount")
        return request, {**names, CARD_RULE: personal, CUSTOMER_RULE: personal}

    def _prepare_card_settings(self):
        company = self.company_id
        return {
            'precision': self.env['decimal.precision'].precision_get('Discount'),
            'max_percent': company.card_max_percent,
            'combination': company.card_combination,
            'meets_pricelist': company.card_meets_pricelist,
            'meets_manual': company.card_meets_manual,
        }

    def _prepare_card_document(self, moment):
        company = self.company_id
        includes_tax = company.account_price_include == 'tax_included'
        return {
            'currency_rounding': self.currency_id.rounding,
            'company_currency_rounding': company.currency_id.rounding,
            'rate': self._get_card_rate(),
            'date': moment.date().isoformat(),
            'minutes': moment.hour * 60 + moment.minute,
            'company_id': company._origin.id,
            'shown_tax_mode': 'included' if includes_tax else 'excluded',
        }

    def _get_card_tz(self):
        return self.company_id._origin._get_card_zone()

    # === HOLDER AND PROGRAMME === #

    def _get_card_customer(self):
        """Return who buys, as far as discounts go: a contact, or the company behind it."""
        return self.partner_id._origin._get_card_customer()

    def _get_card_programme(self, card, customer, day):
        """Return categories of the holder, their rules, and names of the rules by id."""
        return self._read_card_programme(
            card.category_id | customer.discount_membership_ids.category_id, day
        )

    def _read_card_programme(self, categories, day):
        """Return categories and rules as the engine reads them, and names of the rules by id.

        :param date day: whose exchange rates count
        """
        company = self.company_id._origin
        categories, rules, names, currencies = (
            self
            .env['discount.card.category']
            .with_company(company)
            ._get_programme(tuple(sorted(categories.ids)))
        )
        foreign = {
            rule_id
            for rule_id, currency in currencies.items()
            if currency != company.currency_id.id
        }
        if foreign:
            rules = [
                self._convert_card_rule(rule, currencies[rule['id']], day)
                if rule['id'] in foreign
                else rule
                for rule in rules
            ]
        return categories, rules, names

    def _convert_card_rule(self, rule, currency_id, day):
        """Return a rule whose amounts are in the currency of the company that sells."""
        company, currency = self.company_id, self.env['res.currency'].browse(currency_id)

        def convert(amount):
            return currency._convert(amount, company.currency_id, company, day)

        return {
            **rule,
            'brackets': [
                {**bracket, 'amount_from': convert(bracket['amount_from'])}
                for bracket in rule['brackets']
            ],
        }

    def _prepare_personal_rules(self, card, customer):
        """Return a rule for each personal percent: they need no category."""
        owners = [
            (CARD_RULE, 'card', card.personal_percent),
            (CUSTOMER_RULE, 'customer', customer.personal_discount),
        ]
        return [
            {'id': rule_id, 'owner': owner, 'kind': 'personal', 'tax_mode': 'included'}
            for rule_id, owner, percent in owners
            if percent
        ]

    def _prepare_card_proofs(self, card, customer):
        """Of two proofs for a category the one that holds longer counts."""
        proofs = customer._get_proofs()
        for category_id, day in card._get_proofs().items():
            known = proofs.get(category_id, day)
            proofs[category_id] = max(known, day) if known and day else None
        return [
            {'category_id': key, 'valid_to': fields.Date.to_string(day) or None}
            for key, day in proofs.items()
        ]

    def _get_card_turnovers(self, card, customer, rules, day):
        """Return what the holder has bought, by period: of periods that rules ask for.

        With a card it is the turnover of its holder, whoever it is that buys with it. One query,
        and one in each transaction as long as neither ledger nor cards change in it.
        """
        periods = tuple(sorted({rule['period'] for rule in rules if rule['kind'] == 'turnover'}))
        known = self.env.cr.cache.setdefault(TURNOVERS, {})
        key = (card.id, customer.id, periods, day, self.company_id._origin.id)
        if key not in known:
            known[key] = self._sum_card_turnovers(card, customer, periods, day)
        return known[key]

    def _sum_card_turnovers(self, card, customer, periods, day):
        currency = self.company_id.currency_id
        if card:
            sums = card._get_turnovers(periods, day, currency=currency)[card.id]
        else:
            found = customer._get_card_turnovers(periods, day, currency=currency)
            sums = found.get(customer.id, {})
        return {period: str(amount) for period, amount in sums.items()}
