from odoo.exceptions import UserError
from odoo.modules.neutralize import neutralize_database
from odoo.tests import tagged

from .common import DunningCommon

CRONS = (
    'ir_cron_collection_run',
    'ir_cron_collection_letter',
    'ir_cron_statement_mail',
    'ir_cron_preorder_offer',
)
QUEUES = ('mail.mail', 'sms.sms')


@tagged('post_install', '-at_install')
class TestLetterNeutralized(DunningCommon):
    """A copy for tests, made quiet as Odoo makes it, writes to no customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.level_ids.is_invoice_attached = False
        cls._invoice(due='2024-05-30')  # by e-mail and text message
        cls._run()
        cls.letter = cls._letters()
        cls.statement = (
            cls
            .env['customer.statement.mail']
            .sudo()
            .create({
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'user_id': cls.collector.id,
                'kind': 'open',
                'date_from': '2024-01-01',
                'date_to': '2024-06-14',
            })
        )
        cls.env.flush_all()
        neutralize_database(cls.env.cr)
        cls.env.invalidate_all()

    def _find_queued(self):
        return [self.env[queue].search([]) for queue in QUEUES]

    def _trigger_all(self):
        """Run our scheduled actions by hand, as an administrator may in a copy."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            for name in CRONS:
                self.env.ref(f'crm_accounting.{name}').sudo().method_direct_trigger()
        self.env.invalidate_all()

    def test_nothing_runs_by_itself(self):
        for name in CRONS:
            self.assertFalse(self.env.ref(f'crm_accounting.{name}').sudo().active, name)

    def test_scheduled_actions_that_are_run_by_hand_send_nothing(self):
        before = self._find_queued()
        self._trigger_all()
        self.assertEqual(self._find_queued(), before)
        self.assertEqual((self.letter.state, self.statement.state), ('draft', 'failed'))

    def test_who_presses_send_is_refused(self):
        with self.assertRaises(UserError):
            self.letter.with_user(self.collector).action_send()

    def test_who_starts_sending_again_reaches_no_server(self):
        self.policy.with_user(self.manager).action_start_writing()
        self.assertEqual(self.letter.state, 'waiting')
        self.assertFalse(self.cron.active)
        self.assertFalse(self.env.ref('mail.ir_cron_mail_scheduler_action').sudo().active)
        self.assertFalse(self.env.ref('sms.ir_cron_sms_scheduler_action').sudo().active)
        servers = self.env['ir.mail_server'].sudo().search([])
        self.assertEqual(servers.mapped('smtp_host'), ['invalid'])
