from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ('draft', 'sent')


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'discount.card.document.mixin', 'barcodes.barcode_events_mixin']

    discount_card_id = fields.Many2one(
        compute='_compute_discount_card_id',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="['|', ('partner_id', '=', False), ('partner_id', 'parent_of', partner_id)]",
    )
    discount_category_id = fields.Many2one(compute='_compute_card_outcome', store=True)
    card_discount_total = fields.Monetary(
        string="Saved by Card",
        compute='_compute_card_outcome',
        store=True,
        help="As amounts are shown: with taxes or without.",
    )
    card_outcome = fields.Json(compute='_compute_card_outcome', store=True)

    # Not readonly: else a form that is being filled in asks for it anew at every change.
    card_next_tier = fields.Json(compute='_compute_card_next_tier', store=True, readonly=False)

    @api.depends('discount_card_id')
    def _compute_card_next_tier(self):
        """As of when the card was shown: an edited line changes nothing of it."""
        for order in self:
            order.card_next_tier = order._find_card_next_tier()

    @api.depends('partner_id', 'company_id')
    def _compute_discount_card_id(self):
        for order in self.filtered(lambda order: order._is_open_for_cards()):
            order.discount_card_id = order.partner_id._origin._get_primary_card(order.company_id)

    @api.depends(
        'state',
        'discount_card_id',
        'partner_id',
        'date_order',
        'currency_id',
        'company_id',
        'order_line.discount',
        'order_line.product_id',
        'order_line.product_uom_id',
        'order_line.card_gross_excluded',
        'order_line.card_gross_included',
    )
    def _compute_card_outcome(self):
        """Discount all lines of an order at once; the outcome says how it went.

        An order that is confirmed keeps what it has.
        """
        open_orders = self.filtered(lambda order: order._is_open_for_cards())
        open_orders._apply_discount_card()
        for order in self - open_orders:
            order.card_outcome = order.card_outcome
            order.card_discount_total = order.card_discount_total
            order.discount_category_id = order.discount_category_id

    def _prepare_card_outcome(self, answer):
        return {'card_discount_total': float(answer.get('saved_by_card', 0))}

    # === FACTS === #

    def _is_card_fixed(self):
        return not self._is_open_for_cards()

    def _get_card_facts(self):
        return {**super()._get_card_facts(), 'card_discount_total': 0.0}

    def _state_card_facts(self, values):
        """They are fields that are being computed."""
        self.update(values)

    def _is_open_for_cards(self):
        return self.state in OPEN_STATES and not self.locked

    @api.onchange('order_line', 'partner_id', 'discount_card_id', 'date_order', 'pricelist_id')
    def _onchange_card_discounts(self):
        """What the form shows is read line by line: the discounts have to be there before."""
        self.mapped('card_outcome')

    def on_barcode_scanned(self, barcode):
        """A card that is good sets customer and card; any other changes nothing and says why."""
        try:
            card = self._find_scanned_card(barcode)
        except UserError as error:
            return {'warning': {'title': self.env._("Discount card"), 'message': str(error)}}
        self.partner_id = card.partner_id or self.partner_id
        self.discount_card_id = card
        return None

    def _find_scanned_card(self, barcode):
        """
        :raise UserError: the card or the order is no good for it
        """
        if not self._is_open_for_cards():
            raise UserError(self.env._("This order is confirmed and keeps its discounts."))
        company = self.company_id._origin
        today = company._get_card_today()
        return self.env['discount.card']._find_by_code(barcode, company, today)

    # Whatever is made of the lines waits for their discounts.

    def _compute_waiting_discounts(self):
        """Not in a form: the client is told only what changes after it has been looked at."""
        self.filtered('id').mapped('card_outcome')

    def _compute_amounts(self):
        self._compute_waiting_discounts()
        return super()._compute_amounts()

    def _compute_tax_totals(self):
        self._compute_waiting_discounts()
        return super()._compute_tax_totals()

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._compute_waiting_discounts()
        return orders

    def write(self, vals):
        """What waits to be computed belongs to the quotation, not to the order that it becomes."""
        if 'state' in vals or 'locked' in vals:
            self._compute_waiting_discounts()
        self._check_card_may_change(vals)
        return super().write(vals)

    def _recompute_prices(self):
        """Prices anew means: without what a person typed, as in core, and then with the card."""
        self._get_update_prices_lines()._forget_discounts()
        return super()._recompute_prices()

    # === FOR THE ENGINE === #

    def _get_card_lines(self):
        return self.order_line

    def _get_card_moment(self):
        return (self.date_order or fields.Datetime.now()).replace(tzinfo=UTC)

    def _get_card_rate(self):
        return 1 / (self.currency_rate or 1)

    def _get_invoice_grouping_keys(self):
        """Orders of two cards make two invoices: an invoice has one card."""
        return [*super()._get_invoice_grouping_keys(), 'discount_card_id']

    def _prepare_invoice(self):
        return {
            **super()._prepare_invoice(),
            'discount_card_id': self.discount_card_id.id,
            'card_seal': self._seal_card_facts(
                {
                    'discount_category_id': self.discount_category_id.id,
                    'card_outcome': self.card_outcome,
                    'card_next_tier': self.card_next_tier,
                },
                ['document', *self._get_invoice_holder_ids()],
            ),
        }

    def _get_invoice_holder_ids(self):
        """Return what an invoice of the order will say in `_get_card_holder_ids`."""
        return self._get_card_holder_ids({'partner_id': self.partner_invoice_id.id})
