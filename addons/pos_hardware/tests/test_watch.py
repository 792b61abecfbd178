from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import file_path

from .common import HardwareCommon, new_uuid


@tagged('post_install', '-at_install')
class TestWatch(HardwareCommon):
    def watch(self):
        self.env['pos.hardware.proxy']._cron_watch()

    def test_a_proxy_that_is_silent_for_three_minutes_is_offline(self):
        with freeze_time(fields.Datetime.now() + timedelta(seconds=179)):
            self.watch()
            self.assertEqual(self.proxy.state, 'online')
        with freeze_time(fields.Datetime.now() + timedelta(seconds=181)):
            self.watch()
        self.assertEqual((self.proxy.state, self.printer.state), ('offline', 'away'))
        self.proxy._hello(self.told(self.hello()))
        self.assertEqual((self.proxy.state, self.printer.state), ('online', 'ready'))

    def test_a_receipt_that_nobody_fetched_is_not_printed_next_morning(self):
        job, drawer = self.order(), self.order(kind='drawer')
        with freeze_time(fields.Datetime.now() + timedelta(seconds=590)):
            self.watch()
            self.assertEqual((job.state, drawer.state), ('waiting', 'failed'))
        with freeze_time(fields.Datetime.now() + timedelta(seconds=602)):
            self.watch()
            self.assertEqual((job.state, job.code), ('failed', 'expired'))
            self.assertEqual(self.fetch(), [])

    def test_jobs_are_kept_as_long_as_the_settings_say(self):
        old, young = self.order(), self.order()
        self.make_older(old, 91)
        self.make_older(young, 89)
        self.assertEqual(self.jobs._gc_jobs(), (1, False))
        self.assertEqual((old | young).exists(), young)
        self.env['ir.config_parameter'].set_param('pos_hardware.days_kept', 30)
        self.jobs._gc_jobs()
        self.assertFalse(young.exists())

    def make_older(self, job, days):
        job.flush_recordset()
        self.env.cr.execute(
            "UPDATE pos_hardware_job SET create_date = create_date - %s WHERE id = %s",
            [timedelta(days=days), job.id],
        )
        job.invalidate_recordset()

    def test_a_job_of_a_proxy_whose_clock_stands_at_1970_is_kept_as_long(self):
        name = new_uuid()
        self.report({'uuid': name, 'state': 'failed', 'accepted_at': 5, 'ended_at': 6})
        self.jobs._gc_jobs()
        self.assertTrue(self.find(name))

    def test_the_task_goes_with_its_job(self):
        job = self.order()
        job._declare('failed', 'expired')
        task = self.tasks(job)
        self.make_older(job, 91)
        self.jobs._gc_jobs()
        self.assertFalse(task.exists())

    def test_a_test_copy_prints_nothing_in_the_shop(self):
        config = self.env['pos.config'].create({
            'name': "Counter",
            'company_id': self.company.id,
            'hardware_proxy_id': self.proxy.id,
            'hardware_printer_id': self.printer.id,
        })
        job, channel = self.order(), self.proxy.channel
        self.env['pos.hardware.pairing']._begin(self.told({}))
        self.env.flush_all()
        self.env.cr.execute(Path(file_path('pos_hardware/data/neutralize.sql')).read_text())
        self.env.invalidate_all()
        self.assertFalse(self.env['pos.hardware.proxy']._find_by_token(self.token))
        self.assertNotEqual(self.proxy.channel, channel)
        self.assertEqual((job.state, self.proxy.state), ('failed', 'revoked'))
        self.assertFalse(self.env['pos.hardware.pairing'].search([]))
        self.assertFalse(config.is_posbox or config.proxy_ip or config.iface_print_via_proxy)
