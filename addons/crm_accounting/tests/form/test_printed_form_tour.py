from odoo.tests import HttpCase, tagged

from .common import FormCommon


@tagged('post_install', '-at_install')
class TestPrintedFormTour(FormCommon, HttpCase):
    """An author, who is no administrator, writes a form in a real browser."""

    def test_placeholders_are_chosen_by_their_names_on_screens(self):
        self.salesman.partner_id.function = "Head of Sales"
        contract = self._contract()
        self.start_tour('/odoo/printed-forms/new', 'crm_accounting_printed_form', login='author')
        form = self.env['printed.form'].search([('name', '=', "Short contract")])
        self.assertEqual((form.kind, form.create_uid), ('contract', self.author))
        # What a tour types replaces what was there: the last placeholder is left.
        self.assertIn("Head of Sales", self._print(contract))
