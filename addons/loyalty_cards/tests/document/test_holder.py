from odoo.fields import Command
from odoo.tests import tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestHolder(DocumentCase):
    """Who buys, and what he has bought before: asked anew at every edit of a line."""

    def test_an_edited_line_reads_the_turnover_along_with_the_holder(self):
        order = self._order(self.ann, (self.coffee, 1), (self.tea, 1))
        self._edit(order)
        plain = self._count_queries(order)
        self._count_purchases()
        self._edit(order)
        self.assertEqual(self._count_queries(order), plain)

    def test_what_is_read_along_is_what_counts(self):
        self._count_purchases()
        order = self._order(self.ann, (self.coffee, 1))
        self._edit(order)
        self.assertEqual(order.order_line.discount, 5)
        self.card.sudo().write({'turnover_opening': 1200, 'turnover_opening_date': '2020-01-01'})
        self._edit(order)
        self.assertEqual(order.order_line.discount, 10)

    def test_an_anonymous_card_has_a_turnover_of_its_own(self):
        self._count_purchases()
        self.card.sudo().write({'turnover_opening': 1200, 'turnover_opening_date': '2020-01-01'})
        found = self.card.sudo().copy({'code': '2900000000025', 'partner_id': False})
        order = self._order(self.ann, (self.coffee, 1), discount_card_id=found.id)
        self._edit(order)
        self.assertEqual(order.order_line.discount, 5)

    def test_an_anonymous_card_has_its_turnover_where_no_customer_is_named(self):
        self._count_purchases()
        opening = {'turnover_opening': 1200, 'turnover_opening_date': '2020-01-01'}
        values = {'code': '2900000000025', 'partner_id': False, **opening}
        found = self.card.sudo().copy(values)
        values = self._prepare_invoice(self.ann.browse(), (self.coffee, 1))
        receipt = self.env['account.move'].create({**values, 'move_type': 'out_receipt'})
        receipt.discount_card_id = found
        for _time in range(2):
            receipt.action_apply_discount_card()
            self.assertEqual(receipt.invoice_line_ids.discount, 10)
            self._begin_request()

    def test_without_a_card_the_customer_has_the_turnover(self):
        self._count_purchases()
        self.card.sudo().write({'turnover_opening': 1200, 'turnover_opening_date': '2020-01-01'})
        self.ann.discount_membership_ids = [Command.create({'category_id': self.gold.id})]
        order = self._order(self.ann, (self.coffee, 1), discount_card_id=False)
        self._edit(order)
        self.assertEqual((order.discount_card_id.id, order.order_line.discount), (False, 10))

    def test_whose_purchases_count_takes_no_query_for_each_customer(self):
        firm = self.bob.create({'name': "Firm", 'is_company': True, 'personal_discount': 2})
        members = [{'discount_membership_ids': [Command.create({'category_id': self.gold.id})]}]
        kinds = [{}, {'personal_discount': 1}, {'parent_id': firm.id}, *members]
        customers = self.bob.create([{'name': "Customer", **kind} for kind in kinds * 10])
        counts = []
        for some in (customers[: len(kinds)], customers):
            self._begin_request()
            before = self.env.cr.sql_log_count
            holders = some.browse(some.ids)._filter_card_holders()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(holders), len(some) * 3 / 4)
        self.assertEqual(*counts)

    def _count_purchases(self):
        self.rule.write({'kind': 'turnover', 'period_type': 'lifetime'})

    def _count_queries(self, order):
        self._begin_request()
        before = self.env.cr.sql_log_count
        order.order_line[0].product_uom_qty += 1
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _edit(self, order):
        self._begin_request()
        order.order_line[0].product_uom_qty += 1
        self.env.flush_all()

    def _begin_request(self):
        """Forget what a transaction of its own would not know."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
