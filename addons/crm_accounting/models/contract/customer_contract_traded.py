from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .customer_contract_line_traded import INVOICES, REFUNDS


class CustomerContract(models.Model):
    """What was ordered and invoiced on a contract, in its currency."""

    _inherit = 'customer.contract'

    # Whoever sees the contract sees these sums, whatever they may see of the orders in them.
    amount_ordered = fields.Monetary(
        string="Ordered",
        compute='_compute_traded',
        compute_sudo=True,
        help="Untaxed, in confirmed orders.",
    )
    amount_invoiced = fields.Monetary(
        string="Invoiced",
        compute='_compute_traded',
        compute_sudo=True,
        help="Untaxed, in posted invoices, less credit notes.",
    )
    amount_used = fields.Monetary(
        string="Used",
        compute='_compute_traded',
        compute_sudo=True,
        help="What counts against the limit, taxes included: confirmed orders, and posted invoices"
        " less credit notes that ask for more than orders do.",
    )
    amount_left = fields.Monetary(
        string="Left",
        compute='_compute_traded',
        compute_sudo=True,
        help="What the limit leaves, taxes included; 0 without a limit.",
    )

    @api.depends(
        'amount_limit',
        'sale_order_ids.amount_total',
        'sale_order_ids.state',
        'invoice_ids.amount_total',
        'invoice_ids.state',
    )
    def _compute_traded(self):
        contracts = self._origin
        posted = Domain('state', '=', 'posted')
        ordered = contracts._sum_orders('amount_untaxed')
        invoiced = contracts._sum_invoices(posted, 'amount_untaxed')
        used = contracts._sum_used()
        for contract in self:
            origin = contract._origin.id
            contract.amount_ordered = ordered[origin]
            contract.amount_invoiced = invoiced[origin]
            contract.amount_used = used[origin]
            contract.amount_left = contract.amount_limit and contract.amount_limit - used[origin]

    def _sum_used(self):
        """Return what counts against the limit, by id of the contract.

        An order counts from its confirmation to its end, however often it is invoiced and
        credited: an order that shrinks is made smaller. So invoices count with what no order
        asked for, be it on lines of their own or in more of what was ordered.
        """
        ordered_lines = self.env['account.move.line']._get_ordered_domain()
        orders = self._sum_orders('amount_total')
        direct = self._sum_invoices(
            Domain('state', '=', 'posted') & Domain('invoice_line_ids', 'not any', ordered_lines),
            'amount_total',
        )
        added = self._sum_added_lines(ordered_lines)
        beyond = self._sum_beyond_orders()
        return defaultdict(
            float,
            {
                contract.id: sum(part[contract.id] for part in (orders, direct, added, beyond))
                for contract in self
            },
        )

    def _sum_orders(self, amount):
        domain = Domain('contract_id', 'in', self.ids) & Domain('state', '=', 'sale')
        return self._sum_by_day('sale.order', domain, 'date_order', amount)

    def _sum_invoices(self, domain, amount):
        sums = defaultdict(float)
        for sign, types in ((1, INVOICES), (-1, REFUNDS)):
            of_type = (
                Domain('contract_id', 'in', self.ids) & Domain('move_type', 'in', types) & domain
            )
            day_sums = self._sum_by_day('account.move', of_type, 'invoice_date', amount)
            for contract_id, value in day_sums.items():
                sums[contract_id] += sign * value
        return sums

    def _sum_added_lines(self, ordered_lines):
        """Return what was added by hand to the invoices of orders."""
        sums = defaultdict(float)
        groups = self.env['account.move.line']._read_group(
            Domain('move_id.contract_id', 'in', self.ids)
            & Domain('move_id.move_type', 'in', INVOICES + REFUNDS)
            & Domain('parent_state', '=', 'posted')
            & Domain('display_type', '=', 'product')
            & ~ordered_lines
            & Domain('move_id.invoice_line_ids', 'any', ordered_lines),
            ['move_id'],
            ['price_total:sum'],
        )
        for move, amount in groups:
            sign = -1 if move.move_type in REFUNDS else 1
            contract = move.contract_id
            sums[contract.id] += sign * contract._convert_in(
                amount, move.currency_id, move.invoice_date
            )
        return sums

    def _sum_by_day(self, model, domain, date, amount):
        """Sum documents in the currency of their contract, at the rates of their days."""
        sums = defaultdict(float)
        # Core takes the rate of an order on its day in UTC.
        groups = (
            self
            .env[model]
            .with_context(tz=None)
            ._read_group(domain, ['contract_id', 'currency_id', f'{date}:day'], [f'{amount}:sum'])
        )
        for contract, currency, day, value in groups:
            sums[contract.id] += contract._convert_in(value, currency, fields.Date.to_date(day))
        return sums

    def _convert_in(self, amount, currency, date):
        """Return an amount of another currency in that of the contract, at the rate of a day."""
        return currency._convert(amount, self.currency_id, self.company_id, date)
