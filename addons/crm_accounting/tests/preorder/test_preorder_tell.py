from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import PreorderCommon


@tagged('post_install', '-at_install')
class TestPreorderTell(PreorderCommon, MailCase):
    def _here(self, *quantities, **values):
        order = self._preorder(*quantities, **values)
        self._receive(quantities[0])
        return order

    def _open(self, order):
        action = order.action_tell_customer()
        composer = self.env['mail.compose.message'].with_user(self.salesman)
        return Form(composer.with_context(**action['context']))

    def test_one_customer_is_written_to_and_told_once_the_message_is_sent(self):
        order = self._here(4)
        self.assertTrue(order.preorder_to_tell)
        form = self._open(order)
        self.assertIn(order.name, form.subject)
        self.assertFalse(order.preorder_told_on, "the message is open, not sent")
        with self.mock_mail_gateway(), self.freeze('2024-06-15 10:00:00'):
            form.save()._action_send_mail()
        [mail] = self._new_mails
        self.assertIn("product_a", mail.body_html)
        self.assertRegex(mail.body_html, r"4\s+Units")
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(str(order.preorder_told_on), '2024-06-15 10:00:00')
        self.assertFalse(order.preorder_to_tell)

    def test_another_message_tells_nothing(self):
        order = self._here(4)
        question = "When do you come?"
        with self.mock_mail_gateway():
            order.message_post(body=question, partner_ids=self.customer.ids)
        self.assertTrue(order.preorder_to_tell)

    def test_of_several_only_those_with_news_are_told(self):
        told, news = self._here(4), self._here(4)
        mute, waiting = self._here(4, partner_id=self.other_customer.id), self._preorder(4)
        told.sudo().preorder_told_on = '2024-06-15'
        orders = told | news | waiting | mute
        with self.mock_mail_gateway():
            result = orders.action_tell_customer()
        self.assertEqual(self._new_mails.recipient_ids, self.customer)
        self.assertIn(news.name, self._new_mails.subject)
        self.assertEqual(orders.filtered('preorder_told_on'), told | news)
        self.assertIn("Florist Ltd", result['params']['message'])
        with self.assertRefused("None of these customers"):
            (mute | waiting).action_tell_customer()

    def test_goods_that_come_later_are_told_again(self):
        order = self._preorder(6)
        self._receive(2)
        order.sudo().preorder_told_on = '2024-06-14 01:00:00'
        self.assertFalse(order.preorder_to_tell)
        with self.freeze('2024-06-16'):
            self._receive(3)
        self.assertTrue(order.preorder_to_tell)

    def test_before_goods_are_here_there_is_nothing_to_tell(self):
        order = self._preorder(6)
        with self.assertRefused("Nothing of this pre-order is here"):
            order.action_tell_customer()

    @mute_logger('odoo.tools.translate')
    def test_the_customer_is_written_to_in_their_language(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.customer.lang = 'fr_FR'
        template = self.env.ref('crm_accounting.mail_template_preorder_here')
        template.with_context(lang='fr_FR').subject = "Vos articles {{ object.name }}"
        order = self._here(4)
        self.assertEqual(self._open(order).subject, f"Vos articles {order.name}")

    def test_without_its_template_several_are_told_by_hand(self):
        orders = self._here(4) | self._here(4)
        self.env.ref('crm_accounting.mail_template_preorder_here').unlink()
        with self.assertRefused("by hand"):
            orders.action_tell_customer()
