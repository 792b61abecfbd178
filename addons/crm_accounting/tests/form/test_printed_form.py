import base64
import re

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ...models.form.form_field import PRINTED_TYPES, check_path
from ...models.form.form_kind import KINDS
from .common import FormCommon

PIXEL = (
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA'
    'DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
)


@tagged('post_install', '-at_install')
class TestPrintedForm(FormCommon):
    """What an author may save."""

    def assertRefused(self, body, *texts, **values):
        with self.assertRaises(ValidationError) as caught:
            self._form(body, **values)
        for text in texts:
            self.assertIn(text, str(caught.exception))

    def test_a_placeholder_that_does_not_exist_is_named_with_what_was_meant(self):
        self.assertRefused('<p>{{ subjct }}</p>', '{{ subjct }}', '{{ subject }}')
        self.assertRefused('<p>{{ partner_id.nam }}</p>', '{{ partner_id.name }}')
        self.assertRefused('<p>{{ Customer }}</p>', '{{ partner_id }}')
        self.assertRefused('<p>{{ company.vatt }}</p>', '{{ company.vat }}')
        self.assertRefused('<p>{{ amount_in_word }}</p>', '{{ amount_in_words }}')
        self.assertRefused('<p>{{ }}</p>', "nothing of this name")
        self.assertRefused('<p>{{ subjct? }}{{ nam | x }}</p>', '{{ subject }}', '{{ name }}')
        self._form('<p>{{ subject? }}{{ name | x }}</p>')

    def test_code_is_no_placeholder(self):
        for code in (
            '1+1',
            'name.upper()',
            'name.__class__',
            '__class__',
            'env',
            'env.cr',
            '_name',
            'partner_id._name',
            'partner_id.sudo',
            'partner_id.unlink',
            'partner_id[0]',
            'line_ids.filtered(lambda l: l)',
            'not name',
            'object.name',
        ):
            self.assertRefused(f'<p>{{{{ {code} }}}}</p>', f'{{{{ {code} }}}}')

    def test_secrets_are_not_printed(self):
        for path in (
            'access_token',
            'create_uid.password',
            'user_id.login',
            'user_id.api_key_ids',
            'user_id.totp_secret',
            'user_id.group_ids.name',
            'user_id.partner_id.signup_type',
            'partner_id.image_1920',
            'partner_id.access_token',
            'document_ids.datas',
            'document_ids.raw',
            'message_ids.body',
            'activity_ids.summary',
            'message_follower_ids.email',
        ):
            self.assertRefused(f'<p>{{{{ {path} }}}}</p>', f'{{{{ {path} }}}}')

    def test_what_the_author_may_not_read_is_refused(self):
        """By the rights to a model, and to a field."""
        self.assertRefused('<p>{{ credit }}</p>', "may not read", kind='reconciliation')
        self.assertRefused('<p>{{ sale_order_ids.name }}</p>', "may not read")
        seller_author = new_test_user(
            self.env,
            'seller_author',
            'crm_accounting.crm_accounting_group_form_author,sales_team.group_sale_salesman',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self._form('<p>{{ sale_order_ids.name }}</p>', user=seller_author)

    def test_a_path_has_an_end(self):
        path = '.'.join(['partner_id', *['parent_id'] * 20, 'name'])
        self.assertRefused(f'<p>{{{{ {path} }}}}</p>')
        self.assertRefused('<p>{{ name.name }}</p>')

    def test_words_of_another_kind_are_refused(self):
        self.assertRefused('<p>{{ movements }}</p>', kind='contract')
        form = self._form('<p>{{ lines }}</p>')
        with self.assertRaises(ValidationError):
            form.kind = 'reconciliation'

    def test_too_many_placeholders_are_refused(self):
        self.assertRefused(''.join(f'<p>{{{{ x{number} }}}}</p>' for number in range(301)), "300")

    def test_a_placeholder_that_is_partly_bold_is_refused(self):
        self.assertRefused('<p>{{ partner_id.<b>name</b> }}</p>', "insert it again")

    def test_pictures_come_from_the_author_only(self):
        for source in (
            'file:///etc/passwd',
            'http://example.com/a.png',
            '//example.com/a.png',
            '/web/image/res.partner/1/image_1920',
            '/web/image/999999999',
        ):
            self.assertRefused(f'<p><img src="{source}"></p>', "picture")
        values = {'name': "logo.png", 'raw': base64.b64decode(PIXEL), 'mimetype': 'image/png'}
        parameter = self.env['ir.config_parameter'].sudo().search([], limit=1)
        others = (
            self
            .env['ir.attachment']
            .sudo()
            .create({
                **values,
                'res_model': parameter._name,
                'res_id': parameter.id,
            })
        )
        self.assertRefused(f'<p><img src="/web/image/{others.id}"></p>', "picture")
        own = self.env['ir.attachment'].with_user(self.author).create(values)
        form = self._form(f'<p><img src="/web/image/{own.id}-abc/logo.png?access_token=1"></p>')
        own.unlink()
        self.assertIn(f'src="data:image/png;base64,{PIXEL}"', form.body)

    def test_a_wording_that_would_be_cut_is_refused(self):
        """By the depth at which parsers give up, and by the size of what it takes in."""
        self.assertRefused('<div>' * 400 + 'x {{ name }}', "nested")
        picture = (
            self
            .env['ir.attachment']
            .with_user(self.author)
            .create({
                'name': "photo.png",
                'raw': base64.b64decode(PIXEL) + bytes(4_000_000),
                'mimetype': 'image/png',
            })
        )
        self.assertRefused(f'<p><img src="/web/image/{picture.id}"></p>', "smaller pictures")

    def test_what_runs_is_taken_out(self):
        form = self._form(
            '<p onclick="a()">Text<script>b()</script><t t-out="1+1">c</t></p><iframe src="x"/>'
        )
        self.assertEqual(form.body, '<p>Textc</p>')
        form.body = '<p style="background-image: url(file:///etc/passwd)">x</p>'
        self.assertEqual(form.body, '<p>x</p>')

    def test_each_wording_that_was_saved_is_a_version(self):
        form = self._form('<p>one</p>')
        form.body = '<p>two</p>'
        form.write({'name': "Other", 'body': '<p>two</p>'})
        versions = form.version_ids.sorted('number')
        self.assertEqual(versions.mapped('number'), [1, 2])
        self.assertEqual(versions[0].body, '<p>one</p>')
        self.assertEqual(form.version_ids.user_id, self.author)
        with self.assertRaises(AccessError):
            form.version_ids[0].body = '<p>three</p>'

    def test_a_copy_is_called_one_and_begins_its_own_versions(self):
        form = self._form('<p>one</p>')
        form.body = '<p>two</p>'
        copy = form.copy()
        self.assertEqual((copy.name, copy.body), ("Form (copy)", '<p>two</p>'))
        self.assertEqual(copy.version_ids.mapped('number'), [1])
        self.assertEqual(form.copy({'name': "Vertrag"}).name, "Vertrag")

    def test_only_authors_write_forms(self):
        form = self._form('<p>x</p>')
        for user in (self.salesman, self.clerk, self.manager):
            with self.assertRaises(AccessError):
                form.with_user(user).body = '<p>y</p>'
            with self.assertRaises(AccessError):
                self._form('<p>z</p>', user=user)

    def test_forms_of_another_company_and_of_strangers_are_not_seen(self):
        form = self._form('<p>x</p>', company_id=self.company.id)
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'crm_accounting.crm_accounting_group_form_author',
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        for records in (form, form.version_ids):
            seen = records.with_user(foreigner).search([('id', 'in', records.ids)])
            self.assertFalse(seen)
            with self.assertRaises(AccessError):
                records.with_user(foreigner).read(['body'])
            for login, group in (('nobody', 'base.group_user'), ('guest', 'base.group_portal')):
                user = new_test_user(self.env, f'{login}{records._table}', group)
                with self.assertRaises(AccessError):
                    records.with_user(user).search([])

    def test_the_editor_offers_words_and_fields_as_they_are_called_on_screens(self):
        offered = {row['code']: row['label'] for row in self._form('<p>x</p>').placeholders}
        self.assertEqual(offered['partner_id.name'], "Customer / Name")
        self.assertEqual(offered['amount_in_words'], "Sum in Words")
        self.assertEqual(offered['company.vat'], "Our Company / Tax ID")

    def test_no_other_field_is_offered_that_is_refused(self):
        rules = self.env['printed.form'].with_user(self.author).get_printable()
        offered = 0
        for model in {kind.model for kind in KINDS.values()} & set(rules['models']):
            records = self.env[model].with_user(self.author)
            for name, field in records.fields_get().items():
                if field['type'] not in PRINTED_TYPES or re.search(rules['secret'], name):
                    continue
                if field.get('relation', 'res.partner') in rules['models']:
                    check_path(records, name)
                    offered += 1
        self.assertGreater(offered, 100)

    def test_every_offer_is_accepted(self):
        for kind, _label in (
            self.env['printed.form']._fields['kind']._description_selection(self.env)
        ):
            form = self._form('<p>x</p>', kind=kind)
            codes = [row['code'] for row in form.placeholders]
            form.body = ''.join(f'<p>{{{{ {code} }}}}</p>' for code in codes)
            self.assertGreater(len(codes), 8)


@tagged('post_install', '-at_install')
class TestFormChoice(FormCommon):
    """Which form is printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fr_FR')
        cls.contract = cls._contract()

    def _printed(self):
        return self._print(self.contract)

    def test_the_most_particular_form_is_printed(self):
        self.customer.lang = 'fr_FR'
        general = self._form('<p>general</p>')
        self.assertIn("general", self._printed())
        self._form('<p>french</p>', lang='fr_FR')
        self.assertIn("french", self._printed())
        self._form('<p>ours</p>', company_id=self.company.id)
        self.assertIn("ours", self._printed())
        self._form('<p>both</p>', company_id=self.company.id, lang='fr_FR')
        self.assertIn("both", self._printed())
        self.customer.lang = 'en_US'
        self.assertIn("ours", self._printed())
        self.assertTrue(general.active)

    def test_another_companys_form_and_archived_ones_are_not_printed(self):
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        self._form('<p>theirs</p>').sudo().company_id = elsewhere
        self._form('<p>old</p>').active = False
        self._form('<p>general</p>')
        self.assertIn("general", self._printed())
