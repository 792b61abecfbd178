from odoo import models
from odoo.tools import SQL


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

    def _fetch_card_facts(self):
        """Read what cards ask of a customer, which every edited line asks anew, by one query.

        Most customers are in no category: what they are not in need not be read.
        """
        asked = ['commercial_partner_id', 'personal_discount', 'discount_membership_ids']
        fields = [self._fields[name] for name in asked]
        if not any(any(field._cache_missing_ids(self)) for field in fields):
            return
        self.flush_model(asked[:2])
        self.env['discount.card.membership'].flush_model(['partner_id'])
        query = SQL(_CARD_FACTS, partners=self.ids)
        for partner_id, *values, is_member in self.env.execute_query(query):
            partner = self.browse(partner_id)
            facts = values if is_member else (*values, ())
            for field, value in zip(fields, facts, strict=False):
                field._insert_cache(partner, [value])

    def _is_card_customer(self):
        """Say whether the customer has discounts without showing a card."""
        return bool(self.personal_discount or self.discount_membership_ids)

    def _filter_card_holders(self):
        """Return those whose purchases count: with discounts, or of a firm that has a card.

        Of a card that is lost or was not shown too: what its holder buys leads to a tier.
        """
        known = self.filtered(lambda partner: partner._get_card_customer()._is_card_customer())
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


_CARD_FACTS = """
SELECT id, commercial_partner_id, personal_discount::float,
       EXISTS(SELECT FROM discount_card_membership member WHERE member.partner_id = partner.id)
  FROM res_partner partner
 WHERE id = ANY(%(partners)s)
    OR id IN (SELECT commercial_partner_id FROM res_partner WHERE id = ANY(%(partners)s))
"""
