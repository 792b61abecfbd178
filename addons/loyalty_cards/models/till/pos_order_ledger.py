from zoneinfo import ZoneInfo

from odoo import models


class PosOrder(models.Model):
    """What is paid at a till is written into the ledger, each line once."""

    _inherit = 'pos.order'

    def _record_card_entries(self):
        """Write an entry for each line that a holder bought, or that comes back from one."""
        lines = self.lines.filtered(lambda line: line._is_in_card_ledger())
        returned = lines.filtered('refunded_orderline_id')
        bought = (lines - returned) & self._filter_card_holders().lines
        self.env['discount.card.entry']._record([
            *(line.order_id._prepare_card_entry(line) for line in bought),
            *returned._prepare_card_returns(),
        ])

    def _filter_card_holders(self):
        """Return the orders of those whose purchases count."""
        shown = self.filtered('discount_card_id')
        holders = (self - shown).partner_id._filter_card_holders()
        return shown | (self - shown).filtered(lambda order: order.partner_id in holders)

    def _prepare_card_entry(self, line):
        """Return the values of the entry of a line, as of a sale."""
        card, day = self.discount_card_id, self._get_card_day()
        return {
            'date': day,
            'effective_date': day,
            'company_id': self.company_id.id,
            'currency_id': self.currency_id.id,
            'card_id': card.id,
            'partner_id': (card.partner_id if card else self.partner_id).id,
            'category_id': self.discount_category_id.id,
            'user_id': (self.user_id or self.env.user).id,
            'pos_config_id': self.config_id.id,
            'entry_mode': self.card_entry_mode,
            'res_model': self._name,
            'res_id': self.id,
            'document_name': self.name,
            'posting': 0,
            **line._prepare_card_entry(),
        }

    def _get_card_day(self):
        """Return the day of the sale in the shop's time zone."""
        return self._get_card_moment().astimezone(ZoneInfo(self._get_card_tz())).date()


class PosOrderLine(models.Model):
    _inherit = 'pos.order.line'

    def _prepare_card_returns(self):
        """Return the values of entries that give back: to whom the sale counted, on its day.

        Whoever brings the goods, with whatever card. What was not counted is not given back.
        """
        sold = self.env['discount.card.entry'].search([
            ('res_model', '=', 'pos.order'),
            ('line_res_id', 'in', self.refunded_orderline_id.ids),
            ('kind', 'in', ['sale', 'refund']),
        ])
        entry_by_line = {entry.line_res_id: entry for entry in sold}
        return [
            {
                **line.order_id._prepare_card_entry(line),
                **entry_by_line[line.refunded_orderline_id.id]._prepare_card_return(),
            }
            for line in self
            if line.refunded_orderline_id.id in entry_by_line
        ]
