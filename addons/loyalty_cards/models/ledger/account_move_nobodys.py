from odoo import models
from odoo.tools import SQL


class AccountMove(models.Model):
    """Documents of a customer who was made anonymous still name him; the ledger does so no more.

    Posted again, refunded or taken back, they go where the ledger has them: to a card or to nobody.
    """

    _inherit = 'account.move'

    def _may_have_card_past(self):
        """Whether the ledger may know the document, or what it takes back; asked before posting."""
        return self.posted_before or self.reversed_entry_id or self.move_type == 'out_refund'

    def _find_nobodys_lines(self):
        """Return lines of documents that are in the ledger without a customer, or take back such.

        Unless another card is shown now: then somebody has decided anew.

        :return: of their entries, the customer and the card
        :rtype: dict[account.move.line, dict]
        """
        if not self:
            return {}
        sources = {
            line: move._get_card_source(line)
            for move in self
            for line in move._get_card_entry_lines()
        }
        ids = {*self.ids, *(source.id for source in sources.values())}
        known = self._read_card_holders(list(ids))
        nobodys = {}
        for line, source in sources.items():
            move = line.move_id
            holder = known.get(move.id) or known.get(source.id)
            if holder == (move.discount_card_id.id or None, None):
                nobodys[line] = {'card_id': holder[0], 'partner_id': None}
        return nobodys

    def _read_card_holders(self, ids):
        """Return card and customer under which documents stand in the ledger, by id."""
        entries = self.env['discount.card.entry']
        entries.flush_model(['res_model', 'res_id', 'posting', 'card_id', 'partner_id'])
        rows = self.env.execute_query(SQL(_HOLDERS, model=self._name, ids=ids))
        return {move_id: (card_id, partner_id) for move_id, card_id, partner_id in rows}


_HOLDERS = """
SELECT DISTINCT ON (res_id) res_id, card_id, partner_id
  FROM discount_card_entry
 WHERE res_model = %(model)s AND res_id = ANY(%(ids)s)
 ORDER BY res_id, posting DESC
"""
