import io
import json
from base64 import b64decode
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, TransactionCase, tagged

from odoo.addons.pos_hardware.models import pos_hardware_report_rule
from odoo.addons.pos_hardware.pages import TooManyPages, render_pages

from .common import HardwareCommon


@tagged('post_install', '-at_install')
class TestReportRules(HardwareCommon, HttpCase):
    """A report of Odoo comes out at the printer that a rule names; the proxy speaks HTTP here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report_action = cls.env['ir.actions.report'].create({
            'name': "Label",
            'model': 'res.partner',
            'report_type': 'qweb-pdf',
            'report_name': 'pos_hardware.test_label',
        })
        cls.env['ir.ui.view'].create({
            'type': 'qweb',
            'key': 'pos_hardware.test_label',
            'name': "Label",
            'arch': """<t t-name="pos_hardware.test_label"><t t-call="web.basic_layout">
                <div class="page" t-foreach="docs" t-as="doc" style="page-break-after: always">
                    <h1 t-out="doc.name"/></div></t></t>""",
        })
        cls.clerk = cls.new_user('hardware.clerk', 'base.group_user', cls.company)
        cls.partner = cls.env['res.partner'].create({'name': "Bakery Ltd"})
        cls.rule = cls.new_rule()

    @classmethod
    def new_rule(cls, **values):
        return cls.env['pos.hardware.report.rule'].create({
            'report_id': cls.report_action.id,
            'company_id': cls.company.id,
            'device_id': cls.printer.id,
            **values,
        })

    def print(self, user=None, **values):
        """Print as a clerk who has no right in the point of sale."""
        rules = self.env['pos.hardware.report.rule'].with_user(user or self.clerk)
        rules = rules.with_context(force_report_rendering=True)
        return rules.print_report('pos_hardware.test_label', self.partner.ids, **values)

    def ask(self, route, params):
        headers = {'Content-Type': 'application/json', 'Authorization': f'Bearer {self.token}'}
        answer = self.url_open(
            f'/pos_hardware/proxy/{route}', json.dumps({'params': params}), headers=headers
        )
        return answer.json()['result']

    def test_a_report_is_fetched_as_pictures_by_the_proxy_and_its_end_is_told(self):
        answer = self.print()
        self.assertEqual((answer['device'], answer['is_connected']), ("bar (Counter)", True))
        self.assertEqual(answer['document'], "Label Bakery Ltd")
        [fetched] = self.ask('fetch', {'limit': 1})['jobs']
        self.assertEqual((fetched['uuid'], fetched['kind']), (answer['uuid'], 'receipt'))
        picture, cut = fetched['receipt']['lines']
        self.assertEqual((picture['type'], cut), ('picture', {'type': 'cut'}))
        image = Image.open(io.BytesIO(b64decode(picture['data'])))
        self.assertEqual((image.format, image.mode), ('PNG', 'L'))
        self.assertEqual(image.getextrema()[0], 0)  # something black is on it
        self.ask('report', {'jobs': [{'uuid': answer['uuid'], 'kind': 'receipt', 'state': 'done'}]})
        job = self.find(answer['uuid'])
        self.assertRecordValues(job, [{'state': 'done', 'user_id': self.clerk.id}])
        self.assertEqual(round((job.date_deadline - job.submitted_at).total_seconds()), 86400)

    def test_a_document_that_the_user_may_not_read_is_not_printed(self):
        self.partner.company_id = self.other_company
        with self.assertRaises(AccessError):
            self.print()

    def test_without_a_rule_nothing_is_printed(self):
        self.rule.active = False
        self.assertIs(self.print(), False)
        self.assertFalse(self.jobs.search([('proxy_id', '=', self.proxy.id)]))

    def test_a_rule_for_one_user_is_for_nobody_else(self):
        self.rule.user_id = self.manager
        self.assertFalse(self.print())
        self.assertTrue(self.print(user=self.manager))

    def test_the_first_rule_that_fits_counts(self):
        self.proxy._hello(self.told(self.hello({}, {'name': "office", 'default': False})))
        office = self.proxy.device_ids.filtered(lambda device: device.name == "office")
        self.new_rule(sequence=5, user_id=self.clerk.id, device_id=office.id)
        self.assertEqual(self.print()['device'], "office (Counter)")
        self.assertEqual(self.print(user=self.manager)['device'], "bar (Counter)")

    def test_a_rule_of_a_till_is_for_who_opened_its_session(self):
        config = self.env['pos.config'].create({'name': "Till", 'company_id': self.company.id})
        self.rule.config_id = config
        self.assertFalse(self.print())
        session = self.env['pos.session'].create({'config_id': config.id, 'user_id': self.clerk.id})
        self.assertTrue(self.print())
        session.state = 'closed'
        self.assertFalse(self.print())

    def test_a_rule_of_another_company_does_not_count(self):
        self.rule.unlink()
        self.new_rule(company_id=self.other_company.id, device_id=self.other_proxy.device_ids.id)
        self.assertFalse(self.print())

    def test_what_cannot_print_is_downloaded(self):
        self.proxy.with_user(self.manager).action_revoke()
        self.assertFalse(self.print())

    def test_a_rule_names_a_printer(self):
        scale = {'name': "scale", 'kind': 'scale', 'default': False, 'drawer': False}
        self.proxy._hello(self.told(self.hello({}, scale)))
        device = self.proxy.device_ids.filtered(lambda device: device.kind == 'scale')
        with self.assertRaisesRegex(ValidationError, "scale .* prints nothing: choose a printer"):
            self.new_rule(device_id=device.id)
        with self.assertRaises(ValidationError):
            self.rule.with_user(self.manager).device_id = device

    def test_a_rule_from_before_that_names_no_printer_does_not_count(self):
        self.printer.kind = 'scale'
        self.assertIs(self.print(), False)

    def test_a_proxy_that_is_away_is_told_of(self):
        self.proxy.state = 'offline'
        self.assertFalse(self.print()['is_connected'])

    def test_a_portal_user_prints_nothing(self):
        portal = self.new_user('hardware.portal', 'base.group_portal', self.company)
        self.assertFalse(self.print(user=portal))

    def test_a_report_that_is_larger_than_the_proxy_keeps_is_downloaded(self):
        with patch.object(pos_hardware_report_rule, 'render_pages', lambda _pdf: [bytes(4 << 20)]):
            self.assertIn("too many pictures", self.print()['refused'])
        self.assertFalse(self.jobs.search([('proxy_id', '=', self.proxy.id)]))

    def test_a_report_without_anything_on_it_is_downloaded(self):
        with patch.object(pos_hardware_report_rule, 'render_pages', lambda _pdf: []):
            self.assertFalse(self.print())

    def test_the_name_of_a_job_is_as_long_as_the_proxy_has_it(self):
        self.partner.name = "Bakery " * 30
        self.assertEqual(len(self.print()['document']), 80)

    def test_a_report_as_text_goes_to_the_printer_as_it_is(self):
        self.report_action.report_type = 'qweb-text'
        self.env['ir.ui.view'].search([('key', '=', 'pos_hardware.test_label')]).arch = (
            '<t t-name="pos_hardware.test_label"><t t-foreach="docs" t-as="doc">'
            '^XA^FD<t t-out="doc.name"/>^FS^XZ</t></t>'
        )
        job = self.find(self.print()['uuid'])
        self.assertEqual(job.kind, 'raw')
        self.assertEqual(job._get_content().strip(), b'^XA^FDBakery Ltd^FS^XZ')

    def test_the_browser_asks_only_where_there_are_rules(self):
        self.authenticate('hardware.clerk', 'hardware.clerk')
        for has_rules in (True, False):
            answer = self.url_open(
                '/web/session/get_session_info',
                data='{"params": {}}',
                headers={'Content-Type': 'application/json'},
            )
            self.assertEqual(answer.json()['result']['pos_hardware_report_rules'], has_rules)
            self.rule.unlink()


@tagged('post_install', '-at_install')
class TestPages(TransactionCase):
    def make_pdf(self, pages, size=(200, 400)):
        pictures = [Image.new('L', size, 255) for _page in range(pages)]
        for picture in pictures:
            picture.paste(0, (50, 100, 150, 120))
        file = io.BytesIO()
        pictures[0].save(file, 'PDF', save_all=True, append_images=pictures[1:], resolution=72)
        return file.getvalue()

    def test_each_page_is_a_picture_without_its_white_margins(self):
        pictures = [Image.open(io.BytesIO(page)) for page in render_pages(self.make_pdf(2))]
        self.assertEqual(len(pictures), 2)
        scale = 203 / 72
        self.assertAlmostEqual(pictures[0].width, 100 * scale, delta=4)
        self.assertAlmostEqual(pictures[0].height, 20 * scale, delta=4)

    def test_a_blank_page_is_left_out(self):
        file = io.BytesIO()
        Image.new('L', (200, 400), 255).save(file, 'PDF')
        self.assertEqual(render_pages(file.getvalue()), [])

    def test_a_huge_page_is_no_larger_than_the_proxy_takes(self):
        [page] = render_pages(self.make_pdf(1, (3000, 4000)))
        image = Image.open(io.BytesIO(page))
        self.assertLess(image.width * image.height, 12_000_000)

    def test_more_than_twenty_pages_are_refused(self):
        with self.assertRaises(TooManyPages):
            render_pages(self.make_pdf(21, (20, 20)))
