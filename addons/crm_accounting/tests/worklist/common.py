from odoo import Command
from odoo.tests import new_test_user

from ..collection.common import CollectionCommon


class WorklistCommon(CollectionCommon):
    """A debt of 100 whose task is the collector's and due today, Friday 14 June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._invoice(due='2024-06-10')
        cls._run()
        cls.item = cls._items(cls.invoice)
        cls.case = cls.item.case_id
        cls.case.user_id = cls.collector
        cls.task = cls.item.activity_id

    @classmethod
    def _new_user(cls, login, group='crm_accounting.crm_accounting_group_own'):
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        return new_test_user(cls.env, login, group, **company)

    def _worklist(self, user=None, **values):
        """Return what the screen gets, and let everything be read afresh."""
        self.env.invalidate_all()
        return self.env['collection.case'].with_user(user or self.collector).get_worklist(**values)

    def _listed(self, user=None, **values):
        return [case['id'] for case in self._worklist(user, **values)['cases']]

    def _sheet(self, user=None, case=None):
        self.env.invalidate_all()
        return (case or self.case).with_user(user or self.collector).get_worksheet()

    def _log(self, result='not_reached', user=None, case=None, **values):
        """Return the answer to a call that the collector logs."""
        case = (case or self.case).with_user(user or self.collector)
        return case.action_log_call(result, **values)

    def _call(self, answer):
        """Return the call of an answer, as superuser."""
        return self.env['collection.call'].sudo().browse(answer['call_id'])

    def _promise_values(self, date='2024-06-20', **values):
        return {'date': date, 'item_ids': self.item.ids, **values}

    def _dispute_values(self, **values):
        return {'move_id': self.invoice.id, 'reason': 'price', **values}

    def _chase(self, name, amount=100.0, due='2024-06-10', user=None):
        """Return the case of another customer, with a task of the collector that is due."""
        partner = self.env['res.partner'].create({'name': name})
        invoice = self._invoice(amount, due=due, partner=partner)
        self._run()
        case = self._items(invoice).case_id
        case.user_id = user or self.collector
        return case
