from uuid import uuid4

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from ..document.common import DocumentCase


class TillCase(DocumentCase):
    """The coffee shop with a till, and a cashier who is nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = 'Europe/Sofia'
        cls.till = cls._create_till("Till")
        cls.cashier = new_test_user(
            cls.env,
            'card.cashier',
            'point_of_sale.group_pos_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.till.with_user(cls.cashier).open_ui()
        cls.session = cls.till.current_session_id
        cls.session.state = 'opened'

    @classmethod
    def _create_till(cls, name, **values):
        journal = cls.env['account.journal'].create({
            'name': name,
            'code': name[:4].upper(),
            'type': 'cash',
            'company_id': cls.company.id,
        })
        method = cls.env['pos.payment.method'].create({
            'name': name,
            'company_id': cls.company.id,
            'journal_id': journal.id,
        })
        return cls.env['pos.config'].create({
            'name': name,
            'company_id': cls.company.id,
            'payment_method_ids': [Command.set(method.ids)],
            **values,
        })

    # === WHAT A TILL SENDS === #

    def _claim(self, product, quantity=1, discount=0.0, **claims):
        """Return a line that says its discount is the card's."""
        by_card = (
            {'card_given': discount, 'card_origin': 'card', 'card_percent': discount}
            if discount
            else {}
        )
        return {
            'product_id': product.id,
            'qty': quantity,
            'price_unit': product.list_price,
            'discount': discount,
            **by_card,
            **claims,
        }

    def _prepare_sale(self, *lines, **values):
        """Return an order as a till sends it, paid in full."""
        lines = [self._complete_line(line) for line in lines]
        total = self._sum_up(lines)
        untaxed = sum(line['price_subtotal'] for line in lines)
        return {
            'uuid': str(uuid4()),
            'access_token': str(uuid4()),
            'state': 'paid',
            'session_id': self.session.id,
            'company_id': self.company.id,
            'user_id': self.cashier.id,
            'date_order': fields.Datetime.to_string(fields.Datetime.now()),
            'lines': [Command.create(line) for line in lines],
            'amount_total': total,
            'amount_tax': total - untaxed,
            'amount_paid': total,
            'amount_return': 0,
            'payment_ids': [Command.create(self._prepare_payment(total))],
            **values,
        }

    def _prepare_payment(self, amount):
        method = self.session.config_id.payment_method_ids[0]
        return {
            'amount': amount,
            'payment_method_id': method.id,
            'payment_date': fields.Datetime.to_string(fields.Datetime.now()),
            'uuid': str(uuid4()),
        }

    def _complete_line(self, line):
        product = self.env['product.product'].browse(line['product_id'])
        taxes = product.taxes_id.filtered(lambda tax: tax.company_id == self.company)
        price = line['price_unit'] * (1 - line['discount'] / 100)
        amounts = taxes.compute_all(price, self.till.currency_id, line['qty'])
        return {
            'uuid': str(uuid4()),
            'tax_ids': [Command.set(taxes.ids)],
            'price_subtotal': amounts['total_excluded'],
            'price_subtotal_incl': amounts['total_included'],
            'price_type': 'original',
            **line,
        }

    def _sum_up(self, lines):
        """Return the total, by core's taxes of all lines together."""
        tax_model = self.env['account.tax']
        base_lines = [
            tax_model._prepare_base_line_for_taxes_computation(
                None,
                product_id=self.env['product.product'].browse(line['product_id']),
                tax_ids=tax_model.browse(line['tax_ids'][0][2]),
                price_unit=line['price_unit'],
                quantity=line['qty'],
                discount=line['discount'],
                currency_id=self.till.currency_id,
            )
            for line in lines
        ]
        tax_model._add_tax_details_in_base_lines(base_lines, self.company)
        tax_model._round_base_lines_tax_details(base_lines, self.company)
        return tax_model._get_tax_totals_summary(base_lines, self.till.currency_id, self.company)[
            'total_amount_currency'
        ]

    def _sync(self, *orders):
        """Send orders as the cashier's till does; return them."""
        model = self.env['pos.order'].with_user(self.cashier).with_company(self.company)
        model.sync_from_ui([{**order} for order in orders])
        self.env.flush_all()
        self.env.invalidate_all()
        uuids = [order['uuid'] for order in orders]
        return self.env['pos.order'].search([('uuid', 'in', uuids)], order='id')

    def _sell(self, *lines, **values):
        return self._sync(self._prepare_sale(*lines, **values))

    def _find_entries(self, orders):
        return self.env['discount.card.entry'].search(
            [('res_model', '=', 'pos.order'), ('res_id', 'in', orders.ids)], order='id'
        )
