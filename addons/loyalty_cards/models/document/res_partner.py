from odoo import models
from odoo.tools import SQL

CUSTOMER_FACTS = ('commercial_partner_id', 'personal_discount', 'discount_membership_ids')
# What the engine, the turnover and the form ask of the card of a document.
CARD_FACTS = (
    'code',
    'state',
    'partner_id',
    'category_id',
    'company_id',
    'personal_percent',
    'date_from',
    'date_to',
    'proof_date_to',
    'proof_reference',
    'root_id',
    'replaced_by_id',
)


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def write(self, vals):
        if 'tz' in vals:
            self.env.registry.clear_cache()  # `res.company._get_card_tz`
        return super().write(vals)

    def _get_card_customer(self):
        """Return who of a contact and its company has the discounts: the contact comes first."""
        self._fetch_card_facts()
        return self if self._is_card_customer() else self.commercial_partner_id

    def _fetch_card_facts(self, card=None, turnover=None):
        """Read what cards ask of a customer, which every edited line asks anew, by one query.

        Most customers are in no category: what they are not in need not be read.

        :param card: a `discount.card` that is asked next, and is read along
        :param SQL turnover: see `select_turnover`, which is read along
        :return: these rows, None if everything else was known already
        :rtype: list or None
        """
        card = card or self.env['discount.card']
        card = card if any(_are_missing(card, CARD_FACTS)) else card.browse()
        if not card and not any(_are_missing(self, CUSTOMER_FACTS)):
            return None
        self.flush_model(CUSTOMER_FACTS[:2])
        self.env['discount.card.membership'].flush_model(['partner_id'])
        card.flush_model(CARD_FACTS)
        query = SQL(
            _CARD_FACTS,
            partners=self.ids,
            card=card.id or None,
            of_card=SQL(", ").join(SQL("card.%s", SQL.identifier(name)) for name in CARD_FACTS),
            turnover=SQL(_AS_JSON, turnover) if turnover else SQL("NULL"),
        )
        found = self.env.execute_query(query)
        for partner_id, _rows, is_member, *values in found:
            facts = values[:2] + ([] if is_member else [()])
            _keep_facts(self.browse(partner_id), CUSTOMER_FACTS[: len(facts)], facts)
            _keep_facts(card, CARD_FACTS, values[2:])
        return next((rows for _id, rows, *_facts in found if rows), [])

    def _is_card_customer(self):
        """Say whether the customer has discounts without showing a card."""
        return bool(self.personal_discount or self.discount_membership_ids)

    def _filter_card_holders(self):
        """Return those whose purchases count: with discounts, or of a firm that has a card.

        Of a card that is lost or was not shown too: what its holder buys leads to a tier.
        """
        self._fetch_card_facts()  # of all at once: invoices are posted by the hundred
        known = self.filtered(
            lambda partner: (
                partner._is_card_customer() or partner.commercial_partner_id._is_card_customer()
            )
        )
        others = self - known
        if not others:
            return known
        cards_sudo = self.env['discount.card'].sudo()
        [(holders,)] = cards_sudo._read_group(
            [('partner_id.commercial_partner_id', 'in', others.commercial_partner_id.ids)],
            aggregates=['partner_id:recordset'],
        )
        firms = holders.commercial_partner_id
        return known | others.filtered(lambda partner: partner.commercial_partner_id in firms)

    def _get_primary_card(self, company):
        """Return the card that counts when none is shown: the contact's, else that of its company.

        :param company: record of `res.company` that sells; its own card comes before a shared one
        :rtype: recordset of `discount.card`
        """
        partners = self | self.commercial_partner_id
        cards_sudo = (
            self
            .env['discount.card']
            .sudo()
            .search([
                ('partner_id', 'in', partners.ids),
                ('partner_id.active', '=', True),
                ('is_primary', '=', True),
                ('state', '=', 'active'),
                ('company_id', 'in', [company.id, False]),
            ])
        )
        return cards_sudo.sorted(lambda card: (card.partner_id != self, not card.company_id))[
            :1
        ].sudo(False)

    def _prepare_customer_values(self):
        """Return the customer as the engine reads it, None when nobody is known."""
        return (
            {
                'category_ids': self.discount_membership_ids.category_id.ids,
                'personal_percent': self.personal_discount or None,
            }
            if self
            else None
        )

    def _get_proofs(self):
        """Return days until which the customer's proofs hold, by category; None: without an end."""
        return {
            membership.category_id.id: membership.proof_date_to or None
            for membership in self.discount_membership_ids
            if membership.proof_date_to or membership.proof_reference
        }


def _are_missing(records, names):
    return (bool(list(records._fields[name]._cache_missing_ids(records))) for name in names)


def _keep_facts(record, names, values):
    """Put values of columns into the cache, where nothing newer is."""
    for name, value in zip(names, values, strict=True):
        record._fields[name]._insert_cache(record, [value])


_AS_JSON = """
(SELECT json_agg(json_build_array(company_id, currency_id, amounts)) FROM (%s) turnover)
"""
_CARD_FACTS = """
SELECT partner.id, %(turnover)s,
       EXISTS(SELECT FROM discount_card_membership member WHERE member.partner_id = partner.id),
       partner.commercial_partner_id, partner.personal_discount::float, %(of_card)s
  FROM res_partner partner
  LEFT JOIN discount_card card ON card.id = %(card)s
 WHERE partner.id = ANY(%(partners)s)
    OR partner.id IN (SELECT commercial_partner_id FROM res_partner WHERE id = ANY(%(partners)s))
"""
