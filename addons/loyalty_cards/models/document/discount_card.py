from odoo import fields, models


class DiscountCard(models.Model):
    _inherit = 'discount.card'

    def _prepare_card_values(self):
        """Return the card as the engine reads it, None without a card."""
        return (
            {
                'state': self.state,
                'valid_from': fields.Date.to_string(self.date_from) or None,
                'valid_to': fields.Date.to_string(self.date_to) or None,
                'company_id': self.company_id.id or None,
                'category_id': self.category_id.id or None,
                'personal_percent': self.personal_percent or None,
            }
            if self
            else None
        )

    def _get_code_masked(self):
        """Return the code for print: the last four characters say enough to its owner."""
        return '•' * max(0, len(self.code) - 4) + self.code[-4:] if self else ''

    def _get_proofs(self):
        """Return days until which the card's proof holds, by category; None: without an end."""
        has_proof = self.proof_date_to or self.proof_reference
        return {self.category_id.id: self.proof_date_to or None} if has_proof else {}
