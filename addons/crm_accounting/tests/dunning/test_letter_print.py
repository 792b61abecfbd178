from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import DunningCommon

REPORT = 'odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf'


@tagged('post_install', '-at_install')
class TestLetterPrint(DunningCommon):
    """Letters on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels[3].write({'mail_template_id': False, 'is_letter_printed': True})

    def _prepared(self, **values):
        """Return an invoice and a letter that waits to be printed."""
        invoice, letter = self._prepare(**values)
        self._work()
        return invoice, letter

    def test_what_only_paper_tells_waits_for_who_prints_it(self):
        letter = self._prepared()[1]
        self.assertEqual((letter.state, letter.print_state), ('waiting', 'waiting'))
        action = letter.with_user(self.collector).action_print()
        self.assertEqual(action['url'], f'/collection/letters/{letter.id}')
        self.assertEqual((letter.state, letter.print_state), ('sent', 'printed'))
        self.assertIn("Letter on paper", letter.case_id.message_ids.mapped('subject'))
        self.assertFalse(letter.case_id.message_ids.notified_partner_ids & self.customer)

    def test_what_is_paid_before_it_is_printed_is_not(self):
        invoice, letter = self._prepared()
        self._pay(invoice)
        self.assertTrue(letter.with_user(self.collector).action_print() is True)
        self.assertEqual((letter.state, letter.print_state), ('dropped', 'dropped'))

    def test_what_was_mailed_as_well_and_is_held_is_neither_printed_nor_told_again(self):
        self.levels[3].mail_template_id = self.levels[2].mail_template_id
        invoice, letter = self._prepared()
        self.assertEqual((letter.state, letter.print_state), ('sent', 'waiting'))
        self._items(invoice).with_user(self.collector).action_hold('promise', '2024-06-20')
        letter.with_user(self.collector).action_print()
        self.assertEqual((letter.state, letter.print_state), ('sent', 'dropped'))
        self._run_on('2024-06-28')
        self.assertEqual(self._letters(), letter)

    def test_what_nobody_has_printed_is_prepared_anew(self):
        letter = self._prepared()[1]
        self._run()
        self.assertFalse(letter.exists())
        self.assertEqual(self._letters().state, 'waiting')


@tagged('post_install', '-at_install')
class TestLetterFile(DunningCommon, HttpCase):
    """The file that the browser fetches."""

    def test_the_pages_are_rendered_one_by_one_and_handed_out_to_who_may_read_them(self):
        self.levels[3].mail_template_id = False
        self._invoice(partner=self.other_customer)
        first = self._prepare()[1]
        second = self._letters(self.other_customer)
        for letter in first | second:
            letter._deliver()
        (first | second).with_user(self.collector).action_print()
        pages = []

        def render(_report, _name, ids, *_args, **_kw):
            pages.append(ids)
            return b'%PDF', 'pdf'

        self.collector.password = 'collector'
        url = f'/collection/letters/{first.id},{second.id}'
        merge = 'odoo.addons.crm_accounting.models.dunning.collection_letter_print.merge_pdf'
        with patch(REPORT, render), patch(merge, b'-'.join):
            self.authenticate('collector', 'collector')
            self.assertEqual(self.url_open(url).content, b'%PDF-%PDF')
        self.assertEqual(sorted(pages), [first.ids, second.ids])
        self.authenticate(None, None)
        self.assertNotIn(b'%PDF', self.url_open(url).content)
