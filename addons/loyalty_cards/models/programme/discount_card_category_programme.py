from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

MINUTES_PER_HOUR, MINUTES_PER_DAY = 60, 24 * 60


class DiscountCardCategory(models.Model):
    """What the shop has set up, as the engine reads it (engine/SPECIFICATION.md, section 2)."""

    _inherit = 'discount.card.category'

    @api.model
    @tools.ormcache('self.env.company.id', 'self.env.lang', 'category_ids')
    def _get_programme(self, category_ids):
        """Return categories and their rules, without what the shop has archived.

        Shared by all requests of this process: the caller must not change it. Superuser reads,
        because what is cached must not depend on who asks first.

        :param tuple category_ids: ids of `discount.card.category`
        :return: categories, rules, names of rules by id, ids of the rules' currencies by id
        """
        everything_sudo = self.sudo().with_context(active_test=True).browse(category_ids)
        categories_sudo = everything_sudo.exists().filtered('active')
        rules_sudo = categories_sudo.rule_ids.filtered(lambda rule: rule._is_complete())
        return (
            [category._prepare_category_values() for category in categories_sudo],
            [rule._prepare_rule_values() for rule in rules_sudo],
            {rule.id: rule.category_id.name for rule in rules_sudo},
            {rule.id: rule.currency_id.id for rule in rules_sudo},
        )

    def _prepare_category_values(self):
        self.ensure_one()
        minute_from, minute_to = self._get_minutes()
        return {
            'id': self.id,
            'kind': self.kind,
            'ladder_id': self.ladder_id.id or None,
            'valid_from': fields.Date.to_string(self.date_from) or None,
            'valid_to': fields.Date.to_string(self.date_to) or None,
            'requires_proof': self.requires_proof,
            'weekdays': self._get_weekdays(),
            'minute_from': minute_from,
            'minute_to': minute_to,
            'company_ids': self.company_id.ids,
            'till_ids': self.pos_config_ids.ids,
        }

    def _get_minutes(self):
        """Return the first minute of the day and the one after the last; None twice: all day."""
        minute_from = round(self.hour_from * MINUTES_PER_HOUR)
        minute_to = round(self.hour_to * MINUTES_PER_HOUR) or MINUTES_PER_DAY
        if minute_from == minute_to or (minute_from, minute_to) == (0, MINUTES_PER_DAY):
            return None, None
        return minute_from, minute_to

    @api.constrains('hour_from', 'hour_to')
    def _check_some_hour(self):
        """To the minute: the engine refuses what it cannot read, and every document with it."""
        for category in self:
            minute_from, _minute_to = category._get_minutes()
            if (minute_from is None and category.hour_from) or minute_from == MINUTES_PER_DAY:
                raise ValidationError(
                    self.env._(
                        "The hours end when they begin. Enter 00:00 twice for the whole day."
                    )
                )
