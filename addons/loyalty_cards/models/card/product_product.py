from odoo import api, models
from odoo.exceptions import ValidationError


class ProductProduct(models.Model):
    _inherit = 'product.product'

    @api.constrains('barcode')
    def _check_barcode_is_no_card(self):
        """A scanner cannot tell a product from a card: the one that came first keeps its code."""
        barcodes = [barcode for barcode in self.mapped('barcode') if barcode]
        if not barcodes:
            return
        # Cards of companies that the user does not see are scanned too.
        cards = self.env['discount.card'].sudo().search([('code', 'in', barcodes)])
        by_code = cards.grouped('code')
        for product in self:
            met = by_code.get(product.barcode, cards.browse())
            if any(
                not (card.company_id and product.company_id)
                or product.company_id in card.company_id.parent_ids
                for card in met
            ):
                raise ValidationError(
                    self.env._(
                        "%(code)s is the code of a discount card: the barcode of %(product)s must"
                        " be another one.",
                        code=product.barcode,
                        product=product.display_name,
                    )
                )
