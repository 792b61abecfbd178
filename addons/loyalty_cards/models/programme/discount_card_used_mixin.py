from odoo import models


class DiscountCardUsedMixin(models.AbstractModel):
    """What documents and ledgers refer to, and the database so keeps from being deleted."""

    _name = 'discount.card.used.mixin'
    _description = "Record that Others Refer to"

    def _describe_use(self):
        """Return the kind of record that keeps this one, in the user's words; None: none does.

        In all companies, whatever the user sees, and by whatever addon.
        """
        references_sudo = (
            self
            .env['ir.model.fields']
            .sudo()
            .search([
                ('relation', '=', self._name),
                ('ttype', '=', 'many2one'),
                ('store', '=', True),
                ('on_delete', '=', 'restrict'),
            ])
        )
        for field in references_sudo:
            records_sudo = self.env[field.model].sudo().with_context(active_test=False)
            if not records_sudo._abstract and records_sudo.search(
                [(field.name, 'in', self.ids)], limit=1
            ):
                return field.model_id.name
        return None
