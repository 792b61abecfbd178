from datetime import date

from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FormCommon


@tagged('post_install', '-at_install')
class TestContractWording(FormCommon):
    """A contract prints what was signed, for ever."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            '<p>{{ partner_id.name }} of {{ partner_id.street }}, {{ company.name }},'
            ' {{ company.street }}: {{ lines }} {{ amount_total }}'
            ' {{ company_signatory_id.name }}</p>'
        )
        cls.customer.street = "Old Street 1"
        cls.contract = cls._contract()

    def _report(self, record, name='report_contract', user=None):
        report = self.env['ir.actions.report'].with_user(user or self.salesman)
        return report._render_qweb_html(f'crm_accounting.{name}', record.ids)[0].decode()

    def _sign(self):
        version = self.contract._make_version(self.contract.date)
        self.contract.sudo().write({'state': 'running', 'date_signed': self.contract.date})
        return version

    def test_a_draft_prints_what_is_true_now(self):
        self.customer.street = "New Street 2"
        self.assertIn("New Street 2", self._report(self.contract))

    def test_what_was_signed_stays_whatever_becomes_of_the_rest(self):
        version = self._sign()
        signed = self._report(self.contract)
        signed_version = self._report(version, 'report_contract_version')
        self.form.body = '<p>quite another wording</p>'
        self.customer.write({'name': "Renamed Ltd", 'street': "New Street 2"})
        self.company.write({'name': "Renamed Company", 'street': "Moved 3"})
        self.company.partner_id.bank_ids.unlink()
        self.salesman.partner_id.name = "Renamed Person"
        self.contract.line_ids.sudo().write({'price_unit': 99.0, 'name': "Renamed goods"})
        self.product_a.name = "Renamed product"
        self.contract.sudo().write({'subject': "Renamed subject", 'amount_limit': 5.0})
        self.env.invalidate_all()
        self.assertEqual(self._report(self.contract), signed)
        self.assertEqual(self._report(version, 'report_contract_version'), signed_version)
        self.assertIn("Old Street 1", signed)
        self.assertNotIn("Renamed", signed)

    def test_the_version_knows_which_wording_of_the_form_it_had(self):
        before = self.form.version_ids
        version = self._sign()
        self.form.body = '<p>other</p>'
        self.assertEqual(version.form_version_id, before)

    def test_contract_and_addenda_are_printed_one_after_the_other(self):
        self._form('<p>Addendum {{ addendum_number }}: {{ amount_total }}</p>', kind='addendum')
        self._sign()
        self.contract.line_ids.sudo().price_unit = 6.0
        self.contract._make_version(self.contract.date)
        page = self._report(self.contract)
        self.assertIn("50.00", page)
        self.assertLess(page.index("50.00"), page.index("Addendum <span>1"))
        self.assertIn("60.00", page)

    def test_an_addendum_is_printed_to_be_signed_before_anything_is_renewed(self):
        self._form(
            '<p>Addendum {{ addendum_number }} until {{ date_end }}: {{ amount_total }}</p>',
            kind='addendum',
        )
        self._sign()
        wizard = (
            self
            .env['customer.contract.renew']
            .with_user(self.salesman)
            .create({
                'contract_id': self.contract.id,
                'date_end': '2025-12-31',
            })
        )
        wizard.line_ids.price_unit = 7.0
        self.assertEqual(wizard.action_print_addendum()['type'], 'ir.actions.report')
        page = self._report(wizard, 'report_addendum')
        for expected in ("Addendum <span>1", "12/31/2025", "70.00"):
            self.assertIn(expected, page)
        self.assertRecordValues(
            self.contract, [{'amount_total': 50.0, 'date_end': date(2024, 12, 31)}]
        )
        self.assertEqual(self.contract.version_ids.mapped('number'), [0])
        wizard.action_renew()
        self.assertIn(self.contract.version_ids[1].body, page)

    def test_a_contract_without_a_kept_wording_says_so(self):
        version = self._sign()
        version.sudo().body = False
        with self.assertRaises(UserError):
            self.contract.action_print_contract()

    def test_without_a_form_the_contract_is_neither_printed_nor_signed(self):
        self.form.active = False
        with self.assertRaises(UserError):
            self.contract.action_preview_contract()
        with self.assertRaises(UserError):
            self.contract._make_version(self.contract.date)

    def test_a_form_that_was_signed_is_archived_not_deleted(self):
        self._sign()
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.form.unlink()

    def test_who_signs_keeps_no_wording_that_they_may_not_read(self):
        """Though versions are written as superuser."""
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        self.contract.sudo().company_signatory_id = (
            self
            .env['res.partner']
            .sudo()
            .create({
                'name': "Secret Ltd",
                'company_id': elsewhere.id,
            })
        )
        with self.assertRaises(UserError):
            self.contract.sudo()._make_version(self.contract.date)

    def test_nobody_edits_what_was_signed(self):
        version = self._sign()
        for user in (self.salesman, self.author, self.manager):
            with self.assertRaises(AccessError):
                version.with_user(user).body = '<p>forged</p>'
