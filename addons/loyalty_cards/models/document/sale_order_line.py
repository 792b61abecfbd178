from odoo import api, fields, models

from .discount_card_line_mixin import LINE_FACTS, describe_gross
from .standing_discount import NOTHING, find_typed_discount, read_discount

# Of addons that may not be there: what stands for money or for a service of the shop.
LINES_LEFT_ALONE = ('is_delivery', 'is_reward_line')


class SaleOrderLine(models.Model):
    _name = 'sale.order.line'
    _inherit = ['sale.order.line', 'discount.card.line.mixin']

    # Stored, so that an edit of one line asks for the taxes of that line alone. Not readonly: of a
    # form that is being filled in, Odoo computes readonly fields of all lines, other fields only
    # of lines that change.
    card_gross_excluded = fields.Monetary(
        compute='_compute_card_gross', store=True, readonly=False, copy=False
    )
    card_gross_included = fields.Monetary(
        compute='_compute_card_gross', store=True, readonly=False, copy=False
    )

    @api.depends('product_uom_qty', 'price_unit', 'tax_ids')
    def _compute_card_gross(self):
        """Amounts before any discount, by core's own computation of taxes."""
        tax_model = self.env['account.tax']
        all_lines = self.order_id.order_line  # core asks for the taxes of the others right after
        for line in self.with_prefetch(all_lines._prefetch_ids):
            company = line.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation(discount=0.0)
            tax_model._add_tax_details_in_base_line(base_line, company)
            tax_model._round_base_lines_tax_details([base_line], company)
            line.card_gross_excluded = base_line['tax_details']['total_excluded_currency']
            line.card_gross_included = base_line['tax_details']['total_included_currency']

    # === FACTS === #

    def _get_card_facts(self):
        return {**LINE_FACTS, 'card_gross_excluded': 0.0, 'card_gross_included': 0.0}

    def _get_card_document(self, vals):
        return self.order_id.browse(vals.get('order_id')) if 'order_id' in vals else self.order_id

    def _hear_card_claims(self, admitted, vals):
        """Take from a form what a person typed; all else is computed again as it is saved.

        A form sends the discount back that it was told, and what that was made of. That somebody
        has typed it is believed: who says so takes it upon himself.
        """
        if 'card_given' not in vals and (not self or NOTHING.keys().isdisjoint(vals)):
            return admitted
        typed = find_typed_discount(read_discount(self._read_card_claims(vals)))
        admitted.pop('discount', None)
        if typed is None or (self and typed == find_typed_discount(read_discount(self))):
            return admitted
        facts = {**NOTHING, 'card_given': typed, 'card_origin': 'manual'}
        return {**admitted, **facts, 'discount': typed}

    def _read_card_claims(self, vals):
        """Return the discount and what it is made of as a form has them."""
        known = self or {'discount': 0.0, **NOTHING}
        return {
            name: self._fields[name].convert_to_cache(vals[name], self)
            if name in vals
            else known[name]
            for name in ('discount', *NOTHING)
        }

    # === CORE'S DISCOUNT, AND WHAT A PERSON TYPED === #

    def _compute_discount(self):
        """Core resets the discount with the quantity: a typed one stands on a card's order."""
        before = {line: read_discount(line) for line in self}
        result = super()._compute_discount()
        for line in self.filtered('order_id'):
            line._note_core_discount(before[line])
        return result

    def _note_core_discount(self, before):
        """Remember where the discount comes from that core has just computed.

        :param dict before: see `read_discount`
        """
        typed = find_typed_discount(before)
        if typed is not None and self.order_id._is_card_holder():
            self._set_card_facts(typed, 'manual')
        elif self._is_discount_from_core():
            self._set_card_facts(self.discount, 'pricelist' if self.discount else 'none')

    def _is_discount_from_core(self):
        if not self.product_id or self.display_type:
            return True
        is_enabled = self.env['product.pricelist.item']._is_discount_feature_enabled()
        return bool(is_enabled and self.order_id.pricelist_id)

    def _set_card_facts(self, discount, origin):
        if self.discount != discount:
            self.discount = discount
        facts = {**NOTHING, 'card_given': discount, 'card_origin': origin}
        changed = {name: value for name, value in facts.items() if self[name] != value}
        if changed:
            self._state_card_facts(changed)

    def _forget_discounts(self):
        """Take every discount off, whoever gave it."""
        for line in self:
            line._set_card_facts(0.0, 'none')

    def _add_precomputed_values(self, vals_list):
        """A discount that nobody gave in `vals_list` is core's."""
        silent = [vals for vals in vals_list if 'discount' not in vals]
        self._add_discounts_of_combos(silent, vals_list)
        result = super()._add_precomputed_values(vals_list)
        for vals in silent:
            if vals.get('discount'):
                vals.update(card_given=vals['discount'], card_origin='pricelist')
        return result

    def _add_discounts_of_combos(self, parts, vals_list):
        """Give parts the discount of their combo: core seeks it among saved lines, and fails.

        A form saves both at once, and its discounts are not taken over. What a person has typed on
        the combo alone is no discount of its parts.
        """
        combos = {
            (vals.get('order_id'), vals['virtual_id']): vals
            for vals in vals_list
            if vals.get('virtual_id')
        }
        for vals in parts:
            combo = combos.get((vals.get('order_id'), vals.get('linked_virtual_id')))
            if combo:
                vals['discount'] = self._compute_core_discount(combo)

    def _compute_core_discount(self, vals):
        """Return the discount of a line to be that has these values, whoever typed another one."""
        told = {'discount', *NOTHING}
        return self.new({name: vals[name] for name in vals if name not in told}).discount

    def _compute_amount(self):
        """Discounts by card that wait to be computed come first: they change the amounts."""
        self.order_id._compute_waiting_discounts()
        return super()._compute_amount()

    # === FOR THE ENGINE === #

    def _get_card_gross(self):
        return self.card_gross_excluded, self.card_gross_included

    def _get_card_quantity(self):
        return self.product_uom_qty

    def _get_card_day(self):
        return self.order_id._get_card_moment().date()

    def _is_card_eligible(self, product, template, special_ids):
        """Sections and notes have no product, by a constraint of core."""
        return bool(
            product
            and product.id not in special_ids
            and not self.is_downpayment
            and template.type != 'combo'  # its parts have lines
            and not self._is_global_discount()
            and not any(self[name] for name in LINES_LEFT_ALONE if name in self._fields)
        )

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        if self.display_type:
            return values
        facts = {**self._prepare_card_facts(), **self._prepare_known_gross()}
        holder = self.order_id._get_invoice_holder_ids()
        subject = ['line', values.get('product_id', False), *holder]
        return {'card_seal': self._seal_card_facts(facts, subject), **values}

    def _prepare_known_gross(self):
        """Tell the invoice the amounts before discounts: it need not compute taxes once more."""
        return {
            'card_gross_excluded': self.card_gross_excluded,
            'card_gross_included': self.card_gross_included,
            'card_gross_basis': describe_gross(self, self.product_uom_qty),
        }
