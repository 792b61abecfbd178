from odoo import api, fields, models
from odoo.exceptions import UserError

REPLACEABLE_STATES = ('active', 'lost')
# What a card takes over from the one that it replaces. Turnover stays with the root.
INHERITED_FIELDS = (
    'category_id',
    'company_id',
    'currency_id',
    'date_to',
    'partner_id',
    'personal_percent',
    'proof_date_to',
    'proof_reference',
    'tier_lock_reason',
    'tier_locked_until',
)


class DiscountCard(models.Model):
    """A new card in place of a lost or worn one: same customer, tier, turnover and history."""

    _inherit = 'discount.card'

    def _replace(self, code):
        """Return the card with `code` that stands in for this one from now on.

        :param str code: of a new card, or of a pre-printed one that nobody has yet
        :rtype: discount.card
        :raise UserError: this card, or the other one, cannot be used for it
        """
        self.ensure_one()
        self.check_access('write')
        self._check_replaceable()
        was_primary = self.is_primary
        # A user hands on what only a manager may give.
        card = self.sudo()
        successor = card._get_successor(self._normalise_code(code))
        card.write({'state': 'replaced', 'replaced_by_id': successor.id})
        successor.write(card._prepare_successor_values())
        if was_primary:
            successor.is_primary = True
        successor._log_category_changes({successor: card.category_id.browse()}, 'replaced')
        return self.browse(successor.id)

    def _check_replaceable(self):
        if self.state not in REPLACEABLE_STATES:
            raise UserError(
                self.env._(
                    "Card %(code)s is %(state)s: only an active or a lost card is replaced.",
                    code=self.code,
                    state=self._get_state_name(self.state),
                )
            )

    @api.model
    def _get_successor(self, code):
        """Return the pre-printed card with this code, or a new one.

        In place of a card of all companies one that was printed for a company becomes one of all.
        """
        companies = self.company_id or self.env.companies
        same_code = self.search([
            ('code', '=', code),
            ('company_id', 'in', [*companies.ids, False]),
        ])[:1]
        if not same_code:
            return self.create({
                'code': code,
                'company_id': self.company_id.id,
                'state': 'unregistered',
            })
        if same_code.state != 'unregistered' or same_code.partner_id:
            raise UserError(
                self.env._("Card %s is somebody's already: take another one.", same_code.code)
            )
        return same_code

    def _prepare_successor_values(self):
        return {
            **{name: self[name] for name in INHERITED_FIELDS if not self._fields[name].relational},
            **{name: self[name].id for name in INHERITED_FIELDS if self._fields[name].relational},
            'root_id': self._get_root().id,
            'state': 'active',
            'date_issued': fields.Date.context_today(self),
        }
