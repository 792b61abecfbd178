from odoo.tests import HttpCase, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestTour(DocumentCase, HttpCase):
    def test_card_is_scanned_into_an_order(self):
        order = self._order(self.bob, (self.coffee, 10), (self.tea, 1))
        self.env.flush_all()
        self.seller.password = 'card.seller'
        self.start_tour(f'/odoo/sales/{order.id}', 'loyalty_cards_order', login='card.seller')
        self.assertEqual(order.partner_id, self.ann)
        self.assertEqual(order.state, 'sale')
        self.assertRecordValues(
            order.order_line,
            [
                {'discount': 5, 'card_origin': 'card'},
                {'discount': 15, 'card_origin': 'manual'},
            ],
        )

    def test_form_of_an_invoice_brings_back_what_it_was_told(self):
        clerk = self._hire_clerk()
        invoice = self.env['account.move'].create(
            self._prepare_invoice(self.bob, (self.coffee, 10))
        )
        self.env.flush_all()
        clerk.password = 'card.clerk'
        self.start_tour(
            f'/odoo/action-account.action_move_out_invoice_type/{invoice.id}',
            'loyalty_cards_invoice',
            login='card.clerk',
        )
        self.assertEqual(invoice.discount_category_id, self.gold)
        self.assertEqual(invoice.card_discount_total, 5)
        self.assertRecordValues(
            invoice.invoice_line_ids,
            [{'discount': 5, 'card_origin': 'card', 'card_percent': 5, 'card_rule_names': "Gold"}],
        )
