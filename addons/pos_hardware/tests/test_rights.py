from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HardwareCommon, new_uuid

SECRETS = ('token_hash', 'channel', 'local_token')


@tagged('post_install', '-at_install')
class TestRights(HardwareCommon):
    def ours(self):
        """Return a record of each model that belongs to the company."""
        job = self.order(kind='drawer')
        opening = self.env['pos.hardware.drawer.opening'].search([('uuid', '=', job.uuid)])
        report = self.env.ref('point_of_sale.sale_details_report')
        rule = self.env['pos.hardware.report.rule'].create({
            'report_id': report.id,
            'company_id': self.company.id,
            'device_id': self.printer.id,
        })
        return [self.proxy, self.printer, job, opening, rule]

    def test_a_foreigner_of_another_company_sees_nothing(self):
        for record in self.ours():
            with self.subTest(record._name):
                strange = record.with_user(self.stranger)
                self.assertFalse(strange.search([('id', 'in', record.ids)]))
                with self.assertRaises(AccessError):
                    strange.read(['company_id'])

    def test_a_manager_sees_all_of_it(self):
        for record in self.ours():
            self.assertTrue(record.with_user(self.manager).read(['company_id']))

    def test_a_cashier_reads_devices_and_jobs_and_writes_nothing(self):
        proxy, printer, job, opening, rule = self.ours()
        for record in (proxy, printer, job):
            self.assertTrue(record.with_user(self.cashier).read(['company_id']))
        for record in (opening, rule):
            with self.assertRaises(AccessError):
                record.with_user(self.cashier).read(['company_id'])
        for record in (proxy, printer, job, opening, rule):
            mine = record.with_user(self.cashier)
            with self.assertRaises(AccessError):
                mine.write({'company_id': self.company.id})
            with self.assertRaises(AccessError):
                mine.unlink()

    def test_nobody_reads_or_writes_a_secret(self):
        admin = self.env.ref('base.user_admin')
        admin.write({'company_ids': [Command.link(self.company.id)]})
        for user in (self.cashier, self.manager, admin):
            proxy = self.proxy.with_user(user).with_context(allowed_company_ids=self.company.ids)
            for secret in SECRETS:
                with self.assertRaises(AccessError):
                    proxy.read([secret])
                with self.assertRaises(AccessError):
                    proxy.search([(secret, 'like', 'a')])
                with self.assertRaises(AccessError):
                    proxy.write({secret: 'x'})

    def test_a_manager_names_a_proxy_and_writes_nothing_that_it_tells_itself(self):
        self.manager.write({'company_ids': [Command.link(self.other_company.id)]})
        proxy = self.proxy.with_user(self.manager)
        proxy.write({'name': "Till 1", 'user_id': self.manager.id})
        self.assertRecordValues(proxy, [{'name': "Till 1", 'user_id': self.manager.id}])
        for values in (
            {'address': "http://192.168.1.66"},
            {'state': 'online'},
            {'company_id': self.other_company.id},
            {'last_seen': False, 'version': "9"},
            {'config_ids': [Command.clear()]},
        ):
            with self.assertRaisesRegex(AccessError, "rights to access the field"):
                proxy.write(values)

    def test_nobody_sees_codes_that_wait(self):
        for user in (self.cashier, self.manager):
            with self.assertRaises(AccessError):
                self.env['pos.hardware.pairing'].with_user(user).search([])

    def test_a_manager_makes_no_proxy_device_or_job_by_hand(self):
        for name in ('proxy', 'device', 'job'):
            models = self.env[f'pos.hardware.{name}'].with_user(self.manager)
            with self.assertRaises(AccessError):
                models.create({})

    def test_a_manager_changes_no_job(self):
        job = self.order()
        for values in ({'state': 'done'}, {'uuid': new_uuid()}):
            with self.assertRaises(AccessError):
                job.with_user(self.manager).write(values)

    def test_the_content_is_for_managers(self):
        job = self.order()
        with self.assertRaises(AccessError):
            job.with_user(self.cashier).read(['content'])
        self.assertTrue(job.with_user(self.manager).content)
