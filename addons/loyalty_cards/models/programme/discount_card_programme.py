from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount

from ...engine import validate_programme


class DiscountCardProgramme(models.AbstractModel):
    """Asks the engine what is wrong with categories, rules and holders, and words its answer.

    The check is the engine's (engine/SPECIFICATION.md, section 9); here are the sentences.
    """

    _name = 'discount.card.programme'
    _description = "Discount Programme"

    # === QUESTIONS === #

    @api.model
    def _check_rules(self, categories):
        """
        :param discount.card.category categories: those whose rules are looked at, together
        :raise ValidationError: with the first thing that is wrong
        """
        # Rules of other companies share the till with these: they are looked at too.
        categories = categories.sudo()
        self._raise_first({
            'categories': [self._prepare_category(category) for category in categories],
            'rules': [rule._prepare_rule_values() for rule in categories.rule_ids],
        })

    @api.model
    def _check_holders(self, categories_by_holder):
        """
        :param dict categories_by_holder: what customers and all their cards have, by customer
        :raise ValidationError: somebody climbs two ladders, or stands on two steps of one
        """
        categories = self.env['discount.card.category'].sudo().union(*categories_by_holder.values())
        self._raise_first({
            'categories': [self._prepare_category(category) for category in categories],
            'holders': [
                {'id': partner.id, 'category_ids': held.ids}
                for partner, held in categories_by_holder.items()
            ],
        })

    def _raise_first(self, programme):
        for problem in validate_programme(programme):
            describe = getattr(self, f"_describe_{problem['code']}", self._describe_unreadable)
            raise ValidationError(describe(programme=programme, **problem['params']))

    # === FROM RECORDS TO THE ENGINE === #

    @api.model
    def _prepare_category(self, category):
        tier = {'kind': 'tier', 'ladder_id': category.ladder_id.id}
        return {'id': category.id, **(tier if category.kind == 'tier' else {})}

    # === FROM THE ENGINE TO SENTENCES === #

    def _describe_falling_bracket(self, rule_id, amount_from, **_programme):
        rule = self.env['discount.card.rule'].sudo().browse(rule_id)
        amount = format_amount(self.env, float(amount_from), rule.currency_id)
        return self.env._(
            "%(rule)s: from %(amount)s on the discount is smaller than before. Who buys more"
            " gets no less: enter the same percent or a larger one.",
            rule=rule.display_name,
            amount=amount,
        )

    def _describe_overlapping_rules(self, rule_ids, **_programme):
        rule = self.env['discount.card.rule'].sudo().browse(rule_ids[0])
        return self.env._(
            "%(rule)s: two rules of this category count the same purchases at the same time. Put"
            " their brackets into one rule, or let one end before the other begins.",
            rule=rule.display_name,
        )

    def _describe_two_ladders(self, holder_id, ladder_ids, **_programme):
        return self.env._(
            "%(customer)s would climb several ladders at once: %(ladders)s. A customer has tiers of"
            " one ladder.",
            customer=self.env['res.partner'].sudo().browse(holder_id).display_name,
            ladders=self._list_names('discount.card.ladder', ladder_ids),
        )

    def _describe_two_tiers(self, holder_id, category_ids, **_programme):
        return self.env._(
            "%(customer)s would have several tiers of one ladder: %(tiers)s. Give all cards of the"
            " customer the same tier.",
            customer=self.env['res.partner'].sudo().browse(holder_id).display_name,
            tiers=self._list_names('discount.card.category', category_ids),
        )

    def _describe_missing(self, field, programme):
        if not field.endswith('brackets'):
            return self._describe_unreadable(field, programme)
        number = int(field.split('[')[1].split(']')[0])
        rule = self.env['discount.card.rule'].sudo().browse(programme['rules'][number]['id'])
        return self.env._(
            "%(rule)s: enter at least one bracket, from which amount on it gives which percent.",
            rule=rule.display_name,
        )

    def _describe_unreadable(self, field, programme):
        """What the database should have refused before."""
        return self.env._("These rules cannot be used: look at %(field)s.", field=field)

    def _list_names(self, model, ids):
        return ", ".join(self.env[model].sudo().browse(ids).mapped('name'))
