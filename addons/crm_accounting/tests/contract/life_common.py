from odoo import fields

from .common import ContractCommon


class LifeCommon(ContractCommon):
    """What a salesperson does with a contract, and the nights that follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref('crm_accounting.ir_cron_contract_follow_dates').sudo()

    def _wizard(self, name, contract, **values):
        """Open a question about a contract, as its user."""
        model = self.env[f'customer.contract.{name}'].with_env(contract.env)
        return model.create({'contract_id': contract.id, **values})

    def _sign(self, contract, day='2024-06-14'):
        self._wizard('sign', contract, date_signed=day).action_sign()
        return contract

    def _signed(self, **values):
        return self._sign(self._contract(**values))

    def _terminate(self, contract, day, reason="No need any more"):
        self._wizard('terminate', contract, date=day, reason=reason).action_terminate()

    def _night(self, moment):
        """Let the scheduled action run at a moment of universal time."""
        self.env.flush_all()
        with self.freeze(moment), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _reminders(self, contracts, *, done=False):
        """Return the activities that the run or a breach made on contracts."""
        return (
            self
            .env['mail.activity']
            .sudo()
            .search([
                ('res_model', '=', 'customer.contract'),
                ('res_id', 'in', contracts.ids),
                ('active', '=', not done),
            ])
        )

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text)
