from odoo.tests import HttpCase, tagged

from .common import DunningCommon


@tagged('post_install', '-at_install')
class TestLetterTour(DunningCommon, HttpCase):
    """A manager sets letters up, looks at them and lets them go, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.level_ids.filtered(lambda level: level.days < 0).unlink()
        cls.policy.is_writing = False
        cls.policy.level_ids.write({
            'mail_template_id': False,
            'sms_template_id': False,
            'is_letter_printed': False,
        })
        cls.manager.password = 'manager'

    def test_from_set_up_to_sent(self):
        self._invoice()
        action = self.env.ref('crm_accounting.collection_policy_action')
        url = f'/odoo/action-{action.id}/{self.policy.id}'
        self.start_tour(url, 'crm_accounting_letter', login=self.manager.login)
        letter = self._letters()
        self.assertEqual(letter.state, 'waiting')
        self.policy.level_ids.is_invoice_attached = False
        letter._deliver()
        self.assertEqual(letter.message_id.notified_partner_ids, self.customer)
        self.assertEqual(letter.state, 'sent')
        self.assertFalse(letter.preview_body)

    def test_the_preview_is_in_the_language_of_the_customer_and_makes_no_key(self):
        self.policy.with_user(self.manager).action_set_up_letters()
        self.env['res.lang']._activate_lang('fr_FR')
        self.customer.lang = 'fr_FR'
        invoice, letter = self._prepare(1234.5)
        template = letter.level_id.mail_template_id
        template.with_context(lang='fr_FR').subject = "Dernier rappel"
        shown = letter.with_user(self.collector)
        self.assertEqual(shown.preview_subject, "Dernier rappel")
        self.assertRegex(shown.preview_body, r'1\W?234,50')
        self.assertFalse(invoice.access_token)
