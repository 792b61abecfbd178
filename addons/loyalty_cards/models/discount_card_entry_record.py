from odoo import api, models
from odoo.tools import SQL


class DiscountCardEntry(models.Model):
    """The one way into the ledger."""

    _inherit = 'discount.card.entry'

    @api.model
    def _record(self, values_list):
        """Write entries, all at once; lines that are in the ledger already are passed over.

        :param list values_list: values of each entry; `card_id` makes the first card of its chain
            the `root_id`
        :return: the new entries
        """
        known = self._find_known(values_list)
        new = {self._get_key(values): values for values in values_list}
        new = [values for key, values in new.items() if key not in known]
        cards = self.env['discount.card'].browse({values.get('card_id') for values in new} - {None})
        roots = {card.id: card.root_id.id or card.id for card in cards.sudo()}
        return self._append([
            {**values, 'root_id': roots.get(values.get('card_id'))} for values in new
        ])

    @api.model
    def _get_key(self, values):
        """Return what an entry is known by (see the index `_once`)."""
        return tuple(values[name] for name in ('res_model', 'line_res_id', 'posting', 'kind'))

    @api.model
    def _find_known(self, values_list):
        """Return the keys of those entries that are in the ledger."""
        self.flush_model()
        lines = {}
        for values in values_list:
            lines.setdefault(values['res_model'], []).append(values['line_res_id'])
        return {
            key
            for model, line_ids in lines.items()
            for key in self.env.execute_query(SQL(_FIND_KNOWN, model=model, lines=line_ids))
        }


_FIND_KNOWN = """
SELECT res_model, line_res_id, posting, kind
  FROM discount_card_entry
 WHERE res_model = %(model)s AND line_res_id = ANY(%(lines)s)
"""
