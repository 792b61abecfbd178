import random

from odoo.tests import BaseCase, tagged

from ...models.form.form_fill import check_braces, fill, find_placeholders
from ...models.form.form_html import Problem, clean, parse, serialize

PIECES = (
    *('{{', '}}', '{{ name }}', '{{lines}}', '{', '}', '<', '>', '&amp;', '&#123;&#123;', '\x00'),
    *('<p>', '</p>', '<table>', '<tr>', '<td>', '</table>', '<b>', '</b>', '<script>', '</script>'),
    *('<img src=', '"file:///etc/passwd"', '<style>', "<t t-out='x'>", 'onclick=', 'style="', '"'),
    *('url(http://x)', '<svg>', '<!--', '-->', '<![CDATA[', ']]>', ' text ', 'Ж', '\u200b'),
)


@tagged('post_install', '-at_install')
class TestFormHtml(BaseCase):
    """A wording without Odoo: made harmless, and filled in."""

    def _clean(self, source, **values):
        return serialize(clean(source, **values))

    def _fill(self, source, is_block=False):
        root = clean(source)
        fill(root, lambda name: (f'<i>{name}</i>', is_block))
        return serialize(root)

    def test_each_placeholder_gets_its_value_where_it_stands(self):
        filled = self._fill('<p>a {{ x }} b {{y.z}}<br/>c {{ x }}</p>d {{ q }} e')
        self.assertEqual(
            filled,
            '<p>a <span><i>x</i></span> b <span><i>y.z</i></span><br>c <span><i>x</i></span></p>'
            'd <span><i>q</i></span> e',
        )

    def test_a_table_in_a_paragraph_makes_room_for_itself(self):
        self.assertEqual(self._fill('<p>{{ t }}</p>', True), '<div><div><i>t</i></div></div>')

    def test_names_are_found_once_and_without_what_an_editor_leaves(self):
        root = clean('<p>{{ \u200bname\xa0}}</p><p>{{ name }}{{ other }}</p>')
        self.assertEqual(find_placeholders(root), ['name', 'other'])

    def test_what_runs_or_fetches_is_taken_out(self):
        for source in (
            '<script>alert(1)</script>',
            '<style>@import "http://x"</style>',
            '<iframe src="file:///etc/passwd"></iframe>',
            '<object data="file:///etc/passwd"></object>',
            '<link rel="stylesheet" href="http://x">',
            '<meta http-equiv="refresh" content="0;url=http://x">',
            '<svg><image href="http://x"/></svg>',
            '<p onclick="x()"></p>',
            '<p style="background: url(http://x)"></p>',
            '<p style="background-color: u\\72l(http://x)"></p>',
            '<p style="position: fixed; content: url(http://x)"></p>',
            '<table background="http://x"></table>',
            '<a href="javascript:alert(1)"></a>',
            '<img src="http://x/a.png">',
            '<img srcset="http://x/a.png">',
            '<video poster="http://x"></video>',
            '<t t-out="http"></t><p t-att-x="http"></p>',
            '<!--[if IE]><img src="http://x"><![endif]-->',
        ):
            cleaned = self._clean(source)
            self.assertNotRegex(cleaned, r'http|file:|script|alert|onclick|t-|position|url|x\(')

    def test_layout_of_the_page_is_not_the_authors(self):
        self.assertEqual(
            self._clean('<div class="article text-end" data-oe-model="x">a</div>'),
            '<div class="text-end">a</div>',
        )

    def test_a_head_of_a_table_becomes_a_row(self):
        cleaned = self._clean('<table><thead><tr><th>a</th></tr></thead></table>')
        self.assertEqual(cleaned, '<table><tbody><tr><th>a</th></tr></tbody></table>')

    def test_look_and_own_pictures_stay(self):
        source = (
            '<p style="color: red; text-align: center" class="fw-bold">a'
            '<img src="data:image/png;base64,AAAA" width="20"></p>'
        )
        self.assertEqual(self._clean(source), source)

    def test_braces_that_are_no_placeholder_are_a_problem(self):
        for source in ('<p>{{ a <b>b</b> }}</p>', '{{ a', 'a }}', '<a href="http://{{x}}">a</a>'):
            with self.assertRaises(Problem):
                check_braces(clean(source))

    def test_nothing_in_a_value_is_a_placeholder(self):
        root, asked = clean('<p>{{ a }} {{ b }}</p>'), []

        def resolve(name):
            asked.append(name)
            return '{{ b }}<b>{{ c }}</b>', False

        fill(root, resolve)
        self.assertEqual(asked, ['a', 'b'])

    # === WITHOUT A VALUE === #

    def _fill_with(self, source, **values):
        root = clean(source)
        fill(root, lambda name: (values.get(name, ''), False))
        return serialize(root)

    def test_what_stands_for_an_empty_value_is_the_authors_text(self):
        source = '<p>Until {{ end | notice of &lt;b&gt; }}.</p>'
        self.assertEqual(self._fill_with(source), '<p>Until <span>notice of &lt;b&gt;</span>.</p>')
        self.assertEqual(self._fill_with(source, end='May'), '<p>Until <span>May</span>.</p>')
        self.assertEqual(find_placeholders(clean(source)), ['end'])

    def test_an_optional_value_takes_its_paragraph_or_row_with_it(self):
        source = (
            '<p>For: {{ memo? }}</p><table><tbody>'
            '<tr><td>Card</td><td><p>{{ card ? }}</p></td></tr>'
            '<tr><td>Total</td></tr></tbody></table>'
        )
        self.assertEqual(
            self._fill_with(source), '<table><tbody><tr><td>Total</td></tr></tbody></table>'
        )
        self.assertIn('For: <span>bread</span>', self._fill_with(source, memo='bread'))

    def test_nothing_but_empty_values_is_no_paragraph(self):
        self.assertEqual(self._fill_with('<p>{{ a }} <b>{{ b }}</b><br></p><p>c</p>'), '<p>c</p>')
        self.assertEqual(
            self._fill_with('<p>{{ a }} {{ b }}</p>', b='x'), '<p><span></span> <span>x</span></p>'
        )
        picture = '<p>{{ a }}<img src="data:image/png;base64,AAAA"></p>'
        self.assertIn('<img', self._fill_with(picture))

    def test_a_text_with_an_empty_value_in_it_stays(self):
        """No clause of a contract vanishes unless its author says so."""
        self.assertEqual(self._fill_with('<p>Pay {{ a }}</p>'), '<p>Pay <span></span></p>')

    def test_any_rubbish_is_cleaned_or_refused_and_cleaned_once_for_all(self):
        chance = random.Random(9)
        for _turn in range(1500):
            source = ''.join(chance.choices(PIECES, k=chance.randint(1, 14)))
            root = clean(source)
            cleaned = serialize(root)
            for bad in ('<script', '<style', '<svg', '<t ', 'onclick=', 'file:', 'url('):
                if bad in ('file:', 'url('):
                    self.assertFalse(
                        [
                            value
                            for element in root.iter()
                            for value in element.values()
                            if bad in value
                        ],
                        source,
                    )
                else:
                    self.assertNotIn(bad, cleaned.split('=')[0] if '=' in bad else cleaned, source)
            names = find_placeholders(root)
            fill(root, lambda name: ('<i>v</i>', name == 'lines'))
            self.assertFalse(find_placeholders(root), source)
            self.assertEqual(serialize(root).count('<i>v</i>') > 0, bool(names), source)
            self.assertEqual(serialize(clean(cleaned)), serialize(parse(cleaned)), source)
