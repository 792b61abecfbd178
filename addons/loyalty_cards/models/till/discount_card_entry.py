from odoo import fields, models

ENTRY_MODES = [
    ('scan', "Scanned"),
    ('typed', "Typed"),
    ('search', "Searched"),
    ('customer', "By the customer"),
]


class DiscountCardEntry(models.Model):
    """What the ledger keeps of a sale at a till."""

    _inherit = 'discount.card.entry'

    # Tills ask whose turnover has changed since they asked last; rows are written as time goes by.
    _written_index = models.Index('USING brin (write_date)')

    pos_config_id = fields.Many2one(
        comodel_name='pos.config',
        string="Till",
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    entry_mode = fields.Selection(selection=ENTRY_MODES, string="Card Came By", readonly=True)
    percent_expected = fields.Float(
        string="Expected",
        digits='Discount',
        readonly=True,
        help="What the server computes for the line, at a till only.",
    )
    is_mismatch = fields.Boolean(
        string="Mismatch", readonly=True, help="The till gave another discount than is expected."
    )

    def _prepare_card_return(self):
        """Return what the entry of returned goods has in common with that of their sale."""
        return {
            'effective_date': self.effective_date,
            'card_id': self.card_id.id,
            'partner_id': self.partner_id.id,
            'category_id': self.category_id.id,
        }
