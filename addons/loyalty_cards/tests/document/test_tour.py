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
