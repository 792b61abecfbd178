from odoo.tests import tagged

from .tiers_common import YESTERDAY, TiersCommon


@tagged('post_install', '-at_install')
class TestTierMessages(TiersCommon):
    """A customer hears of a new tier once, and nothing waits for a message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail = cls.env['mail.template'].create({
            'name': "Welcome",
            'model_id': cls.env['ir.model']._get_id('discount.card'),
            'subject': "You are {{ object.category_id.name }} now",
            'partner_to': '{{ object.partner_id.id }}',
            'body_html': "<p>Thank you</p>",
        })
        cls.sms = cls.env['sms.template'].create({
            'name': "Sorry",
            'model_id': cls.env['ir.model']._get_id('discount.card'),
            'body': "Your tier has ended, {{ object.partner_id.name }}",
        })
        cls.customer.phone = '+35929812345'

    def _mails(self):
        return self.env['mail.mail'].search([('recipient_ids', 'in', self.customer.ids)])

    def _texts(self):
        return self.env['sms.sms'].search([('partner_id', '=', self.customer.id)])

    def test_a_promotion_is_told_by_mail_once(self):
        self.silver.promotion_mail_template_id = self.mail
        card = self._card(self.customer)
        self._buy(500, card)
        self._run()
        self._run()
        self.assertRecordValues(
            self._mails(), [{'subject': "You are Silver now", 'state': 'outgoing'}]
        )
        self.assertFalse(self._texts())

    def test_a_demotion_is_told_by_text_once(self):
        self.silver.demotion_sms_template_id = self.sms
        self._card(self.customer, category_id=self.silver.id)
        self._run()
        self._run()
        self.assertRecordValues(
            self._texts(), [{'body': "Your tier has ended, Ann", 'state': 'outgoing'}]
        )
        self.assertFalse(self._mails())

    def test_a_customer_of_two_cards_is_told_once(self):
        self.bronze.promotion_mail_template_id = self.mail
        self._buy(100, self._card(self.customer))
        self._card(self.customer)
        self._run()
        self.assertEqual(len(self._mails()), 1)

    def test_without_a_message_nothing_is_sent(self):
        self._buy(100, self._card(self.customer))
        self._run()
        self.assertFalse(self._mails())
        self.assertFalse(self._texts())

    def test_anonymous_cards_and_silent_runs_send_nothing(self):
        self.bronze.promotion_mail_template_id = self.mail
        anonymous, named = self._card(), self._card(self.customer)
        self._buy(100, anonymous)
        self._buy(100, named)
        self._run(YESTERDAY, is_told=False)
        self._run(is_told=False)
        self.assertEqual(named.category_id, self.bronze)
        self.assertFalse(self._mails())

    def test_a_broken_message_does_not_stop_the_run(self):
        self.bronze.write({
            'promotion_mail_template_id': self.mail.id,
            'promotion_sms_template_id': self.sms.id,
        })
        self._card()  # core renders what is written with any card: with this one it works
        broken = f"object.partner_id.id == {self.customer.id} and object.nothing_of_that_name"
        self.mail.subject = f"{{{{ {broken} }}}}"
        card = self._card(self.customer)
        self._buy(100, card)
        with self.assertLogs('odoo.addons.loyalty_cards.models.tier.discount_card_tell', 'ERROR'):
            self._run()
        self.assertEqual(card.category_id, self.bronze)
        self.assertEqual(len(self._texts()), 1)
