import hashlib
import json

from odoo import api, fields, models

GIFT_PROGRAMS = ('gift_card', 'ewallet')
EXCLUDED = 'loyalty_cards.excluded'  # ids of products, in the cache of the transaction


class PosConfig(models.Model):
    """The programme, which a till takes along: it computes discounts without asking the server."""

    _name = 'pos.config'
    _inherit = ['pos.config', 'discount.card.request.mixin']

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        if read_records:
            read_records[0]['_card_programme'] = config._prepare_card_programme()
        return read_records

    def get_card_programme(self):
        """Return the programme as it is now, for a till that has loaded another version of it.

        :return: see `_prepare_card_programme`
        :raise AccessError: the user may not open this till
        """
        self._check_till_user()
        return self._prepare_card_programme()

    def _prepare_card_programme(self):
        """Return all that the engine needs but holder and lines, amounts in the company's currency.

        - `version`: a text that is another one whenever anything of this is
        - `settings`, `categories`, `rules`: as in a request (engine/SPECIFICATION.md, section 2)
        - `document`: what is the same of every document of this till, and `tz`, whose day counts
        - `rule_names`, `category_names`: by id as a text
        - `periods`: in the order in which the index gives turnovers
        - `tiers`: `{id, ladder_id, name, threshold, period}` of every ladder
        - `margin_percent`: of the floor by cost, None without one
        - `special_product_ids`: products on which no card gives anything
        """
        self.ensure_one()
        categories_sudo = self._get_card_categories()
        categories, rules, names = self._read_card_programme(
            categories_sudo, self.company_id._get_card_today()
        )
        tiers = [self._prepare_card_tier(tier) for tier in categories_sudo.filtered('ladder_id')]
        company = self.company_id
        programme = {
            'settings': self._prepare_card_settings(),
            'document': self._prepare_card_till_document(),
            'categories': categories,
            'rules': rules,
            'rule_names': {str(rule_id): name for rule_id, name in names.items()},
            'category_names': {str(category.id): category.name for category in categories_sudo},
            'periods': self._get_card_periods(rules, categories_sudo.ladder_id),
            'tiers': tiers,
            'margin_percent': company.card_min_margin if company.card_uses_margin_floor else None,
            'special_product_ids': sorted(self._get_card_excluded_ids()),
        }
        text = json.dumps(programme, sort_keys=True)
        return {**programme, 'version': hashlib.sha256(text.encode()).hexdigest()}

    def _get_card_categories(self):
        """Return all categories that may count here; superuser, as the programme is read."""
        companies = [self.company_id.id, False]
        return self.env['discount.card.category'].sudo().search([('company_id', 'in', companies)])

    def _prepare_card_till_document(self):
        company = self.company_id
        return {
            'company_id': company.id,
            'till_id': self.id,
            'company_currency_rounding': company.currency_id.rounding,
            'shown_tax_mode': self._get_card_shown_tax_mode(),
            'tz': self._get_card_tz(),
        }

    def _get_card_shown_tax_mode(self):
        return 'included' if self.iface_tax_included == 'total' else 'excluded'

    def _prepare_card_tier(self, tier_sudo):
        company, ladder_sudo = self.company_id, tier_sudo.ladder_id
        return {
            'id': tier_sudo.id,
            'ladder_id': ladder_sudo.id,
            'name': tier_sudo.name,
            'threshold': ladder_sudo.currency_id._convert(
                tier_sudo.threshold, company.currency_id, company, fields.Date.context_today(self)
            ),
            'period': ladder_sudo._get_period(),
        }

    def _find_card_periods(self):
        """Return the periods of the programme, without preparing all of it."""
        categories_sudo = self._get_card_categories()
        _categories, rules, _names = self._read_card_programme(
            categories_sudo, self.company_id._get_card_today()
        )
        return self._get_card_periods(rules, categories_sudo.ladder_id)

    @api.model
    def _get_card_periods(self, rules, ladders_sudo):
        asked = {rule['period'] for rule in rules if rule['kind'] == 'turnover'}
        return sorted(asked.union(ladder._get_period() for ladder in ladders_sudo))

    @api.model
    def _get_card_excluded_ids(self):
        """Return ids of products that stand for money: tip, down payment, discount, gift cards."""
        known = self.env.cr.cache  # every line of an order asks
        if EXCLUDED not in known:
            known[EXCLUDED] = self._get_card_special_ids() | set(self._get_card_gifts().ids)
        return known[EXCLUDED]

    @api.model
    def _get_card_gifts(self):
        """Return what `pos_loyalty` sells as gift cards, whoever may read its programmes."""
        if 'loyalty.program' not in self.env:
            return self.env['product.product']
        domain = [('program_type', 'in', GIFT_PROGRAMS)]
        return self.env['loyalty.program'].sudo().search(domain).trigger_product_ids.sudo(False)
