from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from .discount_card_document_mixin import DOCUMENT_FACTS


class AccountMove(models.Model):
    """A direct invoice gets its discounts when customer or card are chosen, and when asked to.

    Never by itself: what an invoice says does not change behind the back of who wrote it. So one
    that a program creates is left as it is: its amounts are often paid or agreed elsewhere. Lines
    of an order keep the order's discounts, a refund those of what it takes back.
    """

    _name = 'account.move'
    _inherit = ['account.move', 'discount.card.document.mixin']

    discount_card_id = fields.Many2one(
        check_company=True,
        domain="['|', ('partner_id', '=', False), ('partner_id', 'parent_of', partner_id)]",
    )
    card_discount_total = fields.Monetary(
        string="Saved by Card",
        compute='_compute_card_discount_total',
        help="As amounts are shown: with taxes or without.",
    )

    @api.depends('invoice_line_ids.price_total', 'invoice_line_ids.card_percent')
    def _compute_card_discount_total(self):
        """Of lines of an order too, and of what is refunded: nothing of it is computed again."""
        for move in self:
            lines = move.invoice_line_ids.filtered(lambda line: line._is_by_card())
            move.card_discount_total = sum(line._get_card_savings() for line in lines)

    @api.onchange('partner_id')
    def _onchange_partner_card(self):
        if self._is_open_for_cards():
            self.discount_card_id = self.partner_id._origin._get_primary_card(self.company_id)
            self._apply_discount_card()

    @api.onchange('discount_card_id')
    def _onchange_discount_card_id(self):
        if self._is_open_for_cards():
            self._apply_discount_card()

    def action_apply_discount_card(self):
        """Discount the lines as the card of the invoice says today.

        :return: True, which programs can read
        :raise UserError: on anything but draft invoices to customers
        """
        for move in self:
            if not move._is_open_for_cards():
                raise UserError(
                    self.env._(
                        "Discounts are given on draft invoices to customers, not on refunds."
                    )
                )
            move._apply_discount_card()
        return True

    def _prepare_card_outcome(self, answer):
        return {'card_next_tier': answer and self._find_card_next_tier()}

    # === FACTS === #

    def _state_card_facts(self, values):
        """A form that is being filled in brings back under a seal what it is told."""
        for move in self.filtered(lambda move: not move.id):
            move.card_seal = move._seal_card_facts(values)
        return super()._state_card_facts(values)

    def write(self, vals):
        """What one holder was given is not said of another; the discount stays for now."""
        if not {'discount_card_id', 'partner_id'}.isdisjoint(vals):
            self._check_card_may_change(vals)
            self.filtered(lambda move: move._is_card_holder_changed(vals))._disown_card_facts()
        return super().write(vals)

    def _is_card_fixed(self):
        return self.state == 'posted'

    def _is_card_holder_changed(self, vals):
        holder = self._get_card_holder_ids()
        return self.state == 'draft' and self._get_card_holder_ids(vals) != holder

    def _disown_card_facts(self):
        lines = self.invoice_line_ids.filtered(lambda line: line.card_origin == 'card')
        lines._state_card_facts({'card_percent': 0.0, 'card_rule_names': False})
        self._state_card_facts(DOCUMENT_FACTS)

    def _is_open_for_cards(self):
        return self.move_type in ('out_invoice', 'out_receipt') and self.state == 'draft'

    def _get_card_print(self):
        """A refund saves nothing, and leads to no other level."""
        printed = super()._get_card_print()
        if printed and self.move_type == 'out_refund':
            printed.update(saved=0, next=False)
        return printed

    # === FOR THE ENGINE === #

    def _get_card_lines(self):
        return self.invoice_line_ids

    def _get_card_moment(self):
        """The hour is the shop's present one: an invoice has none of its own."""
        now = fields.Datetime.now().replace(tzinfo=UTC).astimezone(ZoneInfo(self._get_card_tz()))
        day = self.invoice_date
        return now.replace(year=day.year, month=day.month, day=day.day) if day else now

    def _get_card_rate(self):
        return 1 / (self.invoice_currency_rate or 1)
