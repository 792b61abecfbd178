from odoo import models

from ...engine import EngineInputError, compute_discounts


class PosOrder(models.Model):
    """When it is paid: whose card it is, what the server expects, and the ledger.

    A sale is never refused for its card: the goods have left the shop. What does not fit is kept,
    flagged and said.
    """

    _inherit = 'pos.order'

    def _settle_cards(self):
        """Compare and record orders, each once, whatever door they came through."""
        # What decides is read whoever sells: cards, proofs and entries of the past.
        open_orders = self.sudo().filtered(lambda order: not order.card_is_settled)
        for order in open_orders:
            order.with_company(order.company_id)._settle_card()
        open_orders._record_card_entries()

    def _settle_card(self):
        self._state_card_facts(self._find_card_values())
        answer = self._judge_card_claims()
        self._keep_card_outcome(answer)
        by_card = self.lines.filtered(lambda line: line._is_by_card())
        self._state_card_facts({
            'card_is_settled': True,
            'card_next_tier': bool(answer) and self._find_card_next_tier(),
            'card_discount_total': sum(line._get_card_savings() for line in by_card),
            'card_has_mismatch': self.card_has_mismatch
            or any(line.card_has_mismatch for line in self.lines),
        })

    # === WHOSE CARD === #

    def _find_card_values(self):
        """Return the card, and the customer whom the till did not know; say what is wrong."""
        card = self.discount_card_id
        if card.company_id and card.company_id != self.company_id:
            return self._refuse_card(card)
        card = card or self._find_queued_card() or self._get_settled_card()
        values = {'discount_card_id': card.id}
        holder = card.partner_id
        is_ours = not holder.company_id or holder.company_id == self.company_id
        if holder.active and is_ours and not self.partner_id:
            values['partner_id'] = holder.id
        return values

    def _refuse_card(self, card):
        self._note(
            self.env._("Card %s belongs to another company: the sale does not count for it."),
            card.code,
        )
        return {'discount_card_id': False, 'card_code': card.code, 'card_has_mismatch': True}

    def _find_queued_card(self):
        """Return the card whose code was scanned while the till did not know it."""
        cards = self.env['discount.card']
        if not self.card_code:
            return cards
        found = cards._find_shown(self.card_code, self.company_id)
        if not found:
            self._note(
                self.env._("Code %s was scanned, and there is no such card: it got no discount."),
                self.card_code,
            )
        return found

    def _get_settled_card(self):
        """Return the card of a sale order that is paid here."""
        cards = self.env['discount.card']
        sale_lines = [line._get_settled_sale_line() for line in self.lines]
        return cards.union(*(line.order_id.discount_card_id for line in sale_lines if line))[:1]

    def _note(self, words, code):
        self.message_post(body=words % code)

    # === WHAT IS EXPECTED === #

    def _judge_card_claims(self):
        """Compare each line with what the server gives; return the answer of the engine.

        What agrees is the server's own from now on, with the rules that gave it; of what does not
        agree the till's word stays, and is flagged.
        """
        lines = self.lines
        claimed = lines | lines.refunded_orderline_id
        if not self._is_card_holder() and not any(line.card_origin == 'card' for line in claimed):
            return {}
        request, rule_names = self._prepare_card_request(lines, lines._read_card_answered())
        try:
            answer = compute_discounts(request)
        except EngineInputError:  # a price beyond all measure
            lines._state_card_facts({'card_has_mismatch': True})
            return {}
        for line, line_answer in zip(lines, answer['lines'], strict=True):
            line._judge_card_claim(line_answer, rule_names)
        return answer
