from datetime import UTC

from odoo import fields, models

from .discount_card_entry import ENTRY_MODES
from .till_claims import NONSENSE, read_choice, read_claims, read_id, read_outcome, read_text

JUDGEMENT = {'card_discount_total': 0.0, 'card_has_mismatch': False, 'card_is_settled': False}


class PosOrder(models.Model):
    """An order that a till has discounted. Facts are the server's: `pos_order_settle`."""

    _name = 'pos.order'
    _inherit = ['pos.order', 'discount.card.document.mixin']

    card_code = fields.Char(
        string="Scanned Code", readonly=True, help="Of a card that the till did not know."
    )
    card_entry_mode = fields.Selection(selection=ENTRY_MODES, string="Card Came By", readonly=True)
    card_discount_total = fields.Monetary(
        string="Saved by Card", readonly=True, copy=False, help="As amounts are shown at the till."
    )
    card_has_mismatch = fields.Boolean(
        string="Mismatch",
        readonly=True,
        copy=False,
        help="The till gave other discounts than are expected, or what it said made no sense.",
    )
    card_is_settled = fields.Boolean(
        readonly=True, copy=False, help="Discounts are compared and in the ledger: once for ever."
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get('state') in ('paid', 'done'):
            self._settle_cards()
        return result

    def _check_card_company(self):
        """What is wrong with a card is said when the order is settled: no sale is refused."""

    def _is_card_fixed(self):
        return self.card_is_settled

    # === CLAIMS === #

    def _get_card_facts(self):
        return {
            **super()._get_card_facts(),
            **JUDGEMENT,
            **dict.fromkeys(self._get_claim_readers(), False),
        }

    def _get_claim_readers(self):
        """Return readers of what a till may claim, see `till_claims`."""
        return {
            'discount_card_id': self._read_card_id,
            'card_code': read_text,
            'card_entry_mode': read_choice(ENTRY_MODES),
            'card_outcome': read_outcome,
        }

    def _hear_card_claims(self, admitted, vals):
        """Return the values with claims that can be kept; of what is settled nothing is heard."""
        if self.card_is_settled:
            return admitted
        readers = {name: (read, False) for name, read in self._get_claim_readers().items()}
        claims, is_broken = read_claims(readers, vals)
        return {**admitted, **claims, **({'card_has_mismatch': True} if is_broken else {})}

    def _read_card_id(self, value):
        """A card that is gone is nonsense too; its company is looked at when the order is paid."""
        card_id = read_id(value)
        if card_id is NONSENSE:
            return NONSENSE
        # One that the cashier does not see must not stop the sale either.
        return self.env['discount.card'].sudo().browse(card_id).exists().id or NONSENSE

    # === FOR THE ENGINE === #

    def _get_card_lines(self):
        return self.lines

    def _get_card_moment(self):
        return (self.date_order or fields.Datetime.now()).replace(tzinfo=UTC)

    def _get_card_rate(self):
        return 1 / (self.currency_rate or 1)

    def _prepare_card_document(self, moment):
        return {
            **super()._prepare_card_document(moment),
            'till_id': self.config_id.id or None,
            'shown_tax_mode': self.config_id._get_card_shown_tax_mode(),
        }
