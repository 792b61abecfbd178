from datetime import timedelta

from ..collection.common import CollectionCommon

SOON = '2024-06-16'  # in two days


class DunningCommon(CollectionCommon):
    """A policy that writes, customers with addresses, and ways to run and to send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({'email': 'bakery@example.com', 'phone': '+32470123456'})
        cls.other_customer.email = 'florist@example.com'
        cls.collector.email = 'collector@example.com'
        cls.policy.user_id = cls.collector
        cls.policy.with_user(cls.manager).action_set_up_letters()
        cls.policy.with_user(cls.manager).action_start_writing()
        cls.levels = cls.policy.level_ids.sorted('days')  # -3, 0, 14, 30
        cls.cron = cls.env.ref('crm_accounting.ir_cron_collection_letter').sudo()

    @classmethod
    def _letters(cls, partner=None):
        """Return the letters to a customer, oldest first."""
        cls.env.cr.flush()
        partner = partner or cls.customer
        letters = cls.env['collection.letter'].sudo()
        return letters.search([('case_id.partner_id', '=', partner.id)], order='id')

    def _prepare(self, amount=100.0, **values):
        """Return an overdue invoice, and the letter that a run has prepared about it."""
        invoice = self._invoice(amount, **values)
        self._run()
        return invoice, self._letters(values.get('partner'))

    def _work(self):
        """Let the scheduled action send what waits, and return the mails that it made."""
        before = self.env['mail.mail'].search([])
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        return (self.env['mail.mail'].search([]) - before).sorted('id')

    def _run_on(self, day):
        """Run in the night before `day`, on that day."""
        with self.freeze(day):
            self._run(self._date(day) - timedelta(days=1))

    @staticmethod
    def _told(letter):
        """Return document and amount of each line that is shown."""
        return [(line.move_id.name, line.amount) for line in letter._get_told_lines()]
