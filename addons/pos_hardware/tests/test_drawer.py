from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HardwareCommon, new_uuid


@tagged('post_install', '-at_install')
class TestDrawer(HardwareCommon):
    def setUp(self):
        super().setUp()
        self.openings = self.env['pos.hardware.drawer.opening']

    def log(self, user=None, **values):
        told = {
            'uuid': new_uuid(),
            'device_id': self.printer.id,
            'reason': "Change for a customer",
            'employee_name': "Ivan",
            **values,
        }
        self.openings.with_user(user or self.cashier).log(told)
        return self.openings.search([('uuid', '=', told['uuid'])])

    def test_a_till_tells_who_opened_the_drawer_and_why(self):
        self.assertRecordValues(
            self.log(),
            [
                {
                    'user_id': self.cashier.id,
                    'employee_name': "Ivan",
                    'reason': "Change for a customer",
                    'device_id': self.printer.id,
                    'company_id': self.company.id,
                    'job_id': False,
                }
            ],
        )

    def test_the_same_opening_is_noted_once(self):
        name = new_uuid()
        self.log(uuid=name)
        self.assertEqual(len(self.log(uuid=name, reason="again")), 1)

    def test_the_session_tells_the_till(self):
        config = self.env['pos.config'].create({'name': "Counter", 'company_id': self.company.id})
        session = self.env['pos.session'].create({
            'config_id': config.id,
            'user_id': self.cashier.id,
        })
        self.assertEqual(self.log(session_id=session.id).config_id, config)

    def test_an_opening_by_way_of_odoo_is_noted_with_its_job(self):
        job = self.order(kind='drawer', reason="No sale", employee_name="Ivan")
        opening = self.openings.search([('uuid', '=', job.uuid)])
        self.assertEqual((opening.job_id, opening.reason), (job, "No sale"))
        self.report({'uuid': job.uuid, 'state': 'failed', 'kind': 'drawer', 'code': 'too_late'})
        self.assertEqual(opening.job_state, 'failed')

    def test_a_job_told_twice_is_one_opening(self):
        name = new_uuid()
        self.order(kind='drawer', uuid=name)
        self.order(kind='drawer', uuid=name)
        self.assertEqual(self.openings.search_count([('uuid', '=', name)]), 1)

    def test_an_opening_of_an_outage_has_the_time_when_it_happened(self):
        with freeze_time('2026-03-04 12:00:00'):
            opening = self.log(opened_at=datetime(2026, 3, 3, 18, 30, tzinfo=UTC).timestamp())
            self.assertEqual(opening.opened_at, datetime(2026, 3, 3, 18, 30))

    def test_a_clock_that_is_wrong_says_neither_tomorrow_nor_last_year(self):
        with freeze_time('2026-03-04 12:00:00'):
            now = fields.Datetime.now()
            for told, noted in ((4000, 0), (-400 * 86400, -7 * 86400)):
                opening = self.log(opened_at=datetime.now(UTC).timestamp() + told)
                self.assertEqual(opening.opened_at, now + timedelta(seconds=noted))
            self.assertEqual(self.log().opened_at, now)

    def test_who_opens_by_way_of_odoo_chooses_no_time(self):
        before = fields.Datetime.now()
        job = self.order(kind='drawer', opened_at=1772562600)
        opening = self.openings.search([('uuid', '=', job.uuid)])
        self.assertGreaterEqual(opening.opened_at, before)

    def test_an_opening_is_noted_though_its_printer_was_taken_away_since(self):
        self.printer.active = False
        self.assertEqual(self.log().device_id, self.printer)

    def test_a_proxy_whose_drawer_was_opened_is_not_deleted(self):
        opening = self.log()
        with self.assertRaisesRegex(UserError, "revoke it instead"):
            self.proxy.with_user(self.manager).unlink()
        self.assertTrue(opening.exists())

    def test_a_proxy_that_opened_no_drawer_is_deleted(self):
        self.proxy.with_user(self.manager).unlink()
        self.assertFalse(self.proxy.exists())

    def test_what_is_wrong_is_said(self):
        for wrong in (
            {'uuid': "x"},
            {'reason': "x" * 201},
            {'employee_name': 5},
            {'opened_at': "yesterday"},
        ):
            with self.assertRaises(ValidationError):
                self.log(**wrong)
        with self.assertRaises(UserError):
            self.log(user=self.stranger)

    def test_nobody_edits_or_deletes_an_opening(self):
        opening = self.log()
        for user in (self.cashier, self.manager):
            with self.assertRaises(AccessError):
                opening.with_user(user).write({'reason': "other"})
            with self.assertRaises(AccessError):
                opening.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.openings.with_user(user).create({'uuid': new_uuid()})
        self.assertEqual(opening.with_user(self.manager).reason, "Change for a customer")
