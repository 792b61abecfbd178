import csv
import io
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .card_common import CardCommon

FIELDS = (
    'code',
    'partner_id',
    'category_id',
    'personal_percent',
    'state',
    'block_reason',
    'date_to',
    'turnover_opening',
    'turnover_opening_date',
)
OPTIONS = {
    'has_headers': True,
    'separator': ',',
    'quoting': '"',
    'date_format': '%Y-%m-%d',
    'float_decimal_separator': '.',
    'float_thousand_separator': ',',
}
MANY = 2_000


@tagged('post_install', '-at_install')
class TestCardImport(CardCommon):
    """A shop brings its cards in a spreadsheet: all of them, or the list of what is wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.importer = new_test_user(
            cls.env,
            'importer',
            'base.group_partner_manager,loyalty_cards.loyalty_cards_group_manager',
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        # Names are looked up: they must be of nobody else's categories.
        for category in (cls.bronze, cls.silver, cls.gold, cls.pensioner):
            category.name = f"Imported {category.name}"

    def _import(self, rows, names=FIELDS, dryrun=False, user=None, **options):
        """Import rows (lists of texts, cut off where nothing follows) and return core's answer."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([*row, *[''] * (len(names) - len(row))] for row in rows)
        wizard = (
            self
            .env['base_import.import']
            .with_user(user or self.importer)
            .create({
                'res_model': 'discount.card',
                'file': file.getvalue().encode(),
                'file_type': 'text/csv',
            })
        )
        return wizard.execute_import(list(names), list(names), {**OPTIONS, **options}, dryrun)

    def _wrong_rows(self, answer):
        """Return the rows of the file that were refused, the first below the titles being 0."""
        return sorted({
            message['rows']['from'] for message in answer['messages'] if 'rows' in message
        })

    def assertNothingLoaded(self):
        self.assertFalse(self.env['discount.card'].search_count([]) - self.before)

    def setUp(self):
        super().setUp()
        self.before = self.env['discount.card'].search_count([])

    # === THE TEMPLATE === #

    def test_the_template_is_understood_without_a_word(self):
        template = self.env['discount.card'].get_import_templates()[0]['template']
        path = Path(get_module_path('loyalty_cards'), *template.split('/')[2:])
        wizard = (
            self
            .env['base_import.import']
            .with_user(self.importer)
            .create({
                'res_model': 'discount.card',
                'file': path.read_bytes(),
                'file_name': path.name,
                'file_type': ('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
            })
        )
        preview = wizard.parse_preview({'has_headers': True})
        matched = [preview['matches'].get(column, [None])[0] for column in range(len(FIELDS))]
        self.assertEqual(matched, list(FIELDS))
        options = {**preview['options'], 'date_format': '%Y-%m-%d'}
        answer = wizard.execute_import(list(FIELDS), preview['headers'], options)
        self.assertEqual(answer['messages'], [])
        cards = self.env['discount.card'].browse(answer['ids'])
        self.assertEqual(cards.mapped('code'), ['0470000001', '0470000002'])
        self.assertEqual(cards.mapped('state'), ['unregistered', 'active'])
        self.assertEqual(cards[1].turnover_opening, 1250.40)

    # === A CLEAN FILE === #

    def _many_rows(self):
        names = [f"Customer {number:05d}" for number in range(MANY // 10)]
        self.env['res.partner'].create([{'name': name} for name in names])
        self.env.flush_all()  # a trial is rolled back with all that is not written yet
        return [
            [
                f'047{number:07d}',
                names[number] if number < len(names) else '',
                ("Imported Bronze", "Imported Silver", "Imported Gold")[number % 3],
                str(number % 20),
                'Active',
                '',
                '2027-12-31',
                str(number),
                '2026-01-01',
            ]
            for number in range(MANY)
        ]

    def test_thousands_of_cards_come_in_at_once(self):
        rows = self._many_rows()
        self.assertEqual(self._import(rows, dryrun=True)['messages'], [])
        self.assertNothingLoaded()
        answer = self._import(rows)
        self.assertEqual(answer['messages'], [])
        cards = self.env['discount.card'].browse(answer['ids'])
        self.assertEqual(len(cards), MANY)
        self.assertEqual(len(cards.filtered('is_primary')), MANY // 10)
        self.assertEqual(sum(cards.mapped('turnover_opening')), MANY * (MANY - 1) / 2)

    # === A DIRTY FILE === #

    @mute_logger('odoo.sql_db')
    def test_each_bad_row_is_named_and_none_is_loaded(self):
        self._card('99')
        self.env['product.product'].create({'name': "Espresso", 'barcode': '98'})
        self.before += 1
        rows = [
            ['1', 'Anna', 'Imported Pensioner', '5'],
            ['2', 'Anna', 'Imported Pensioner', '105'],
            ['3', '', '', '-1'],
            ['4', '', 'Nobody knows it'],
            ['5', 'Nobody knows her'],
            ['1', 'Boris'],
            ['99'],
            ['98'],
            ['6', '', '', '', 'Blocked'],
            ['7', '', '', '', 'Stolen'],
            ['', 'Boris'],
            ['8', '', '', '', '', '', '2026-12-31'],
        ]
        answer = self._import(rows)
        self.assertFalse(answer['ids'])
        self.assertEqual(self._wrong_rows(answer), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        self.assertNothingLoaded()

    @mute_logger('odoo.sql_db')
    def test_the_first_row_is_named_when_others_have_the_same_error(self):
        self._card('98')
        self._card('99')
        self.before += 2
        answer = self._import([['98'], ['99'], ['1']])
        self.assertEqual(self._wrong_rows(answer), [0, 1])
        self.assertNothingLoaded()

    def test_each_row_is_named_of_several_with_one_error(self):
        answer = self._import([['1'], ['2', 'Nobody knows her'], ['3', 'Nobody knows her']])
        self.assertEqual(self._wrong_rows(answer), [1, 2])
        self.assertNothingLoaded()

    @mute_logger('odoo.sql_db')
    def test_a_first_row_that_is_right_is_not_blamed_for_others(self):
        answer = self._import([
            ['1'],
            ['2', '', '', '', 'Replaced'],
            ['3', '', '', '', 'Replaced'],
        ])
        self.assertEqual(self._wrong_rows(answer), [1, 2])
        self.assertNothingLoaded()

    def test_a_date_that_is_none_names_its_row(self):
        rows = [['1'], ['2', '', '', '', '', '', '2026-02-30']]
        answer = self._import(rows)
        self.assertIn("line 2", answer['messages'][0]['message'])
        self.assertNothingLoaded()

    @mute_logger('odoo.sql_db')
    def test_the_same_code_twice_is_named_even_in_a_file_that_is_clean_otherwise(self):
        answer = self._import([['1'], ['2'], [' 1 ']])
        self.assertEqual(self._wrong_rows(answer), [2])
        self.assertNothingLoaded()

    def test_rows_without_a_known_category_are_left_out_when_told_to(self):
        rows = [
            ['1', '', 'Imported Pensioner'],
            ['2', '', 'Nobody knows it'],
            ['3', '', 'Imported Bronze'],
        ]
        answer = self._import(rows, import_skip_records=['category_id'])
        self.assertEqual(self.env['discount.card'].browse(answer['ids']).mapped('code'), ['1', '3'])

    def test_a_company_that_the_user_does_not_see_is_unknown(self):
        self.env['res.company'].create({'name': "Secret Ltd"})
        names = ['code', 'company_id']
        answer = self._import([['1', self.company.name], ['2', "Secret Ltd"]], names=names)
        self.assertEqual(self._wrong_rows(answer), [1])
        self.assertNothingLoaded()

    def test_a_category_of_another_company_is_unknown(self):
        company = self.env['res.company'].create({'name': "Other Ltd"})
        self._category("Theirs", company_id=company.id)
        answer = self._import([['1', '', 'Theirs']])
        self.assertEqual(self._wrong_rows(answer), [0])

    def test_a_cashier_does_not_import_what_is_a_managers(self):
        rows = [['1', '', 'Imported Bronze'], ['2', '', 'Imported Gold'], ['3', '', '', '10']]
        answer = self._import(rows, user=self.cashier)
        self.assertEqual(self._wrong_rows(answer), [1, 2])
        self.assertNothingLoaded()
