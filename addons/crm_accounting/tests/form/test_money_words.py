from odoo.tests import BaseCase, tagged

from ...models.form.money_words import amount_in_words


@tagged('post_install', '-at_install')
class TestMoneyWords(BaseCase):
    """Sums in words, in the languages of our users."""

    def _check(self, lang, *expected):
        for amount, currency, text in expected:
            self.assertEqual(amount_in_words(amount, currency, lang), text)

    def test_english(self):
        self._check(
            'en_US',
            (1234.21, 'EUR', "One thousand, two hundred and thirty-four euros 21 cents"),
            (1.01, 'USD', "One US dollar 01 cent"),
        )

    def test_french_says_de_after_a_round_million_and_une_where_it_is_due(self):
        self._check(
            'fr',
            (1_000_000, 'EUR', "Un million d'euros 00 centime"),
            (21.5, 'GBP', "Vingt et une livres sterling 50 pence"),
            (0.3, 'EUR', "Zéro euro 30 centimes"),
        )

    def test_bulgarian(self):
        self._check(
            'bg_BG',
            (1234.21, 'EUR', "Хиляда двеста тридесет и четири евро 21 цента"),
            (2_001.01, 'BGN', "Две хиляди и един лева 01 стотинка"),
            (1_100, 'BGN', "Хиляда и сто лева 00 стотинки"),
            (202, 'EUR', "Двеста и две евро 00 цента"),
            (3_000_045, 'USD', "Три милиона четиридесет и пет щатски долара 00 цента"),
        )

    def test_greek(self):
        self._check(
            'el',
            (1234.21, 'EUR', "Χίλια διακόσια τριάντα τέσσερα ευρώ 21 λεπτά"),
            (21_101, 'UAH', "Είκοσι μία χιλιάδες εκατόν μία γρίβνες 00 κοπίικες"),
            (2_000_300, 'EUR', "Δύο εκατομμύρια τριακόσια ευρώ 00 λεπτά"),
        )

    def test_russian_counts_in_three_forms_and_two_genders(self):
        self._check(
            'ru_RU',
            (21.01, 'RUB', "Двадцать один рубль 01 копейка"),
            (1002.02, 'RUB', "Одна тысяча два рубля 02 копейки"),
            (11.11, 'UAH', "Одиннадцать гривен 11 копеек"),
            (2, 'UAH', "Две гривны 00 копеек"),
        )

    def test_ukrainian_has_no_latin_letter(self):
        self._check(
            'uk',
            (1234.21, 'UAH', "Одна тисяча двісті тридцять чотири гривні 21 копійка"),
            (1, 'EUR', "Одне євро 00 центів"),
            (2, 'USD', "Два долари США 00 центів"),
        )
        self.assertNotRegex(amount_in_words(2_222_222.22, 'UAH', 'uk'), '[a-z]')

    def test_an_unknown_currency_is_called_by_its_code(self):
        self.assertEqual(amount_in_words(5.05, 'CHF', 'en'), "Five CHF 05/100")
        self.assertEqual(amount_in_words(5, 'JPY', 'en', decimals=0), "Five JPY")
        self.assertEqual(amount_in_words(5.125, 'KWD', 'en', decimals=3), "Five KWD 125/1000")

    def test_an_unknown_language_gets_english_words(self):
        self.assertEqual(amount_in_words(5, 'EUR', 'hu'), "Five euros 00 cents")

    def test_a_number_beyond_words_stands_in_digits(self):
        self.assertEqual(
            amount_in_words(10**12, 'RUB', 'ru').replace('\xa0', ' '),
            "1 000 000 000 000 рублей 00 копеек",
        )

    def test_less_than_nothing(self):
        self.assertEqual(amount_in_words(-5, 'EUR', 'bg'), "Минус пет евро 00 цента")
