from zoneinfo import ZoneInfo

from odoo import fields, models

from .discount_card_line_mixin import Frame

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

    def _prepare_card_request(self, lines, answered):
        """
        :param lines: those of the document, in the order in which the engine answers
        :param list answered: what `lines._read_card_answered` has read
        :return: request, and names by id of the rules in it
        :rtype: tuple(dict, dict)
        """
        self.ensure_one()
        card = self.discount_card_id
        moment = self._get_card_moment().astimezone(ZoneInfo(self._get_card_tz()))
        self._fetch_card_holder(moment.date())
        customer = self._get_card_customer()
        categories, rules, names = self._get_card_programme(card, customer, moment.date())
        lines.product_id._origin._fetch_for_cards()
        frame = self._prepare_card_frame(lines, rules)
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
                line._prepare_card_line_values(key, frame, known)
                for key, (line, known) in enumerate(zip(lines, answered, strict=True))
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

    def _prepare_card_frame(self, lines, rules):
        company = self.company_id
        return Frame(
            targets={override['target'] for rule in rules for override in rule['overrides']},
            special_ids=lines._get_card_special_ids(),
            margin_percent=company.card_min_margin if company.card_uses_margin_floor else None,
        )

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
