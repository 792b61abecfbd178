import base64
import uuid

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.pos_hardware.wire import Reader

PICTURE = base64.b64decode(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
)
RECEIPT = {'version': 1, 'lines': [{'type': 'text', 'text': "Bread 1.20"}, {'type': 'cut'}]}
PRINTER = {
    'name': "bar",
    'kind': 'printer',
    'default': True,
    'drawer': True,
    'ready': True,
    'faults': [],
    'near_end': False,
    'driver': "TM-T20III",
    'messages': [],
}
MANAGER = 'point_of_sale.group_pos_manager'
CASHIER = 'point_of_sale.group_pos_user'


def new_uuid():
    return str(uuid.uuid4())


class HardwareCommon(TransactionCase):
    """A company with a paired proxy and its printer, a cashier and a manager; another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('base.main_company')  # has accounts, as a till needs
        cls.other_company = cls.env['res.company'].create({'name': "Butcher"})
        cls.cashier = cls.new_user('hardware.cashier', CASHIER, cls.company)
        cls.manager = cls.new_user('hardware.manager', MANAGER, cls.company)
        cls.stranger = cls.new_user('hardware.stranger', MANAGER, cls.other_company)
        cls.proxy, cls.token = cls.new_proxy("Counter", cls.manager)
        cls.other_proxy, cls.other_token = cls.new_proxy("Meat", cls.stranger)
        cls.printer = cls.proxy.device_ids
        cls.jobs = cls.env['pos.hardware.job']

    @classmethod
    def new_user(cls, login, groups, company):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def new_proxy(cls, name, manager):
        """Return a proxy that a manager paired and that said hello, and its token."""
        proxies = cls.env['pos.hardware.proxy'].with_user(manager).sudo()
        proxy = proxies.create({'name': name, 'company_id': manager.company_id.id})
        token = proxy._issue_token()
        proxy = proxy.with_user(cls.env.ref('base.user_root'))
        proxy._hello(cls.told(cls.hello()))
        return proxy, token

    @classmethod
    def told(cls, values):
        return Reader(cls.env, values)

    @classmethod
    def hello(cls, *devices, **values):
        return {
            'version': "1.0",
            'address': "http://127.0.0.1:8069",
            'local_token': "",
            'devices': [{**PRINTER, **device} for device in devices or ({},)],
            **values,
        }

    def order(self, user=None, device=None, **values):
        """Submit a receipt as a cashier; return the job that all may see."""
        order = {
            'uuid': new_uuid(),
            'device_id': (device or self.printer).id,
            'kind': 'receipt',
            'document': "Order 0001",
            **values,
        }
        if order['kind'] == 'receipt' and 'content' not in order:
            order.setdefault('receipt', RECEIPT)
        answer = self.jobs.with_user(user or self.cashier).submit(order)
        return self.find(answer['uuid'])

    def find(self, name):
        return self.jobs.search([('uuid', '=', name)])

    def fetch(self, proxy=None, **params):
        return self.jobs._fetch_for(proxy or self.proxy, self.told(params or {'limit': 10}))['jobs']

    def report(self, *jobs, proxy=None):
        """Report jobs as a proxy: dictionaries with `uuid`, `state` and what differs."""
        same = {'printer': "bar", 'kind': 'receipt', 'document': "Order 0001"}
        rows = [{**same, **job} for job in jobs]
        answer = self.jobs._report_for(proxy or self.proxy, self.told({'jobs': rows}))
        self.assertFalse(answer['refused'])
        return answer['known']

    def tasks(self, job):
        """Return all tasks of a job, those that are closed too."""
        activities = self.env['mail.activity'].with_context(active_test=False)
        return activities.search([('res_model', '=', job._name), ('res_id', '=', job.id)])
