from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

USABLE_STATES = ('active',)
# States of a card that is still somebody's.
HELD_STATES = ('unregistered', 'active', 'blocked')
BEGINNINGS = ('unregistered', 'active')
MOVES_OF_USER = {('unregistered', 'active'), ('active', 'lost')}
MOVES_OF_MANAGER = MOVES_OF_USER | {
    ('unregistered', 'blocked'),
    ('active', 'blocked'),
    ('lost', 'blocked'),
    ('blocked', 'active'),
    ('blocked', 'lost'),
    ('lost', 'active'),
    ('expired', 'active'),
}
EXPIRING_STATES = ('unregistered', 'active')
CARDS_PER_STEP = 1000


class DiscountCard(models.Model):
    """The life of a card: who may move it from which state to which, and its end."""

    _inherit = 'discount.card'

    @api.model_create_multi
    def create(self, vals_list):
        # An empty cell of a spreadsheet is no state: the card begins as others do.
        filled = [
            {name: value for name, value in vals.items() if value or name != 'state'}
            for vals in vals_list
        ]
        cards = super().create(filled)
        if not self.env.su:
            cards._check_beginning()
        return cards

    def write(self, vals):
        if 'state' not in vals or self.env.su:
            return super().write(vals)
        before = {card: card.state for card in self}
        result = super().write(vals)
        for card, state in before.items():
            card._check_move(state)
        return result

    def _check_beginning(self):
        """A card begins its life; a manager may take over any but a replaced one from elsewhere."""
        is_manager = self.env['discount.card']._is_manager()
        for card in self:
            allowed = card.state != 'replaced' if is_manager else card.state in BEGINNINGS
            if not allowed:
                raise AccessError(self.env._("A new card is unregistered or active."))
            card._check_block_reason()

    def _check_move(self, old):
        """
        :param str old: the state before
        :raise UserError: nobody, or not this user, may move a card so
        """
        self.ensure_one()
        if old == self.state:
            return
        if (old, self.state) not in MOVES_OF_MANAGER:
            raise UserError(
                self.env._(
                    "Card %(code)s is %(old)s: it cannot become %(new)s.",
                    code=self.code,
                    old=self._get_state_name(old),
                    new=self._get_state_name(self.state),
                )
            )
        if (old, self.state) not in MOVES_OF_USER and not self._is_manager():
            raise AccessError(self.env._("A manager of discount cards blocks and unblocks cards."))
        self._check_block_reason()

    def _check_block_reason(self):
        if self.state == 'blocked' and not self.block_reason:
            raise UserError(self.env._("Say why card %s is blocked.", self.code))

    def _get_state_name(self, state):
        return dict(self._fields['state']._description_selection(self.env))[state].lower()

    # === ACTIONS === #

    def action_activate(self):
        """Give a pre-printed card to somebody: it is valid from now on."""
        return self.write({'state': 'active', 'date_issued': fields.Date.context_today(self)})

    def action_report_lost(self):
        """Refuse the card from now on; its turnover waits for the card that replaces it."""
        return self.write({'state': 'lost'})

    def action_open_block(self):
        """Open the question why."""
        return self._open_question('discount.card.block', self.env._("Block"))

    def action_open_replace(self):
        """Open the question by which card."""
        self.ensure_one()
        return self._open_question('discount.card.replace', self.env._("Replace"))

    def action_reactivate(self):
        """Let a card that was blocked, found again or prolonged be used again."""
        today = fields.Date.context_today(self)
        ended = self.filtered(lambda card: card.date_to and card.date_to < today)
        if ended:
            raise UserError(
                self.env._("Card %s has ended: set a later Valid To first.", ended[0].code)
            )
        return self.write({'state': 'active', 'block_reason': False})

    def _open_question(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_card_ids': self.ids, 'default_card_id': self[:1].id},
        }

    # === EXPIRY === #

    @api.model
    def _cron_expire_cards(self):
        """Give cards whose last day is over the state that they have in fact."""
        ending = self._read_group([('state', 'in', EXPIRING_STATES)], ['company_id'])
        for (company,) in ending:
            self._expire_cards(company)

    @api.model
    def _expire_cards(self, company):
        # A card of all companies lives until its last day has ended everywhere on earth.
        everywhere = self.with_context(tz='Etc/GMT+12')
        today = company._get_card_today() if company else fields.Date.context_today(everywhere)
        domain = [
            ('company_id', '=', company.id),
            ('state', 'in', EXPIRING_STATES),
            ('date_to', '<', today),
        ]
        while cards := self.search(domain, limit=CARDS_PER_STEP):
            cards.write({'state': 'expired'})
            self.env['ir.cron']._commit_progress(len(cards))
