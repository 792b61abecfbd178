"""The vectors are what the oracle says, what the files hold, and what the engine answers."""

import json
import unittest

from .helpers import run
from .oracle import answer
from .vectors import CASES, DIRECTORY, INDEX, build


class TestVectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = {
            path.name: path.read_text(encoding='utf-8') for path in DIRECTORY.glob('*.json')
        }
        cls.themes = {name: json.loads(text) for name, text in cls.files.items() if name != INDEX}

    def each(self):
        for name, theme in self.themes.items():
            for vector in theme['vectors']:
                yield f"{name}: {vector['name']}", theme['entry'], vector

    def test_engine_answers_every_vector(self):
        for name, entry, vector in self.each():
            with self.subTest(name):
                outcome = {key: vector[key] for key in ('expected', 'refused') if key in vector}
                self.assertEqual(run(entry, vector['request']), outcome)

    def test_oracle_answers_every_sale_in_the_files(self):
        for name, entry, vector in self.each():
            if entry == 'compute_discounts' and 'expected' in vector:
                with self.subTest(name):
                    self.assertEqual(answer(vector['request']), vector['expected'])

    def test_files_are_those_that_the_generator_writes(self):
        self.assertEqual(
            sorted(self.files), sorted(built := build()), "run: python -m tests.vectors"
        )
        for name, text in built.items():
            self.assertTrue(
                text == self.files[name], f"{name} is old, run: python -m tests.vectors"
            )

    def test_stories_end_as_they_were_worked_out_by_hand(self):
        for theme in ('stories', 'stories_money'):
            vectors = self.themes[f'{theme}.json']['vectors']
            for case, vector in zip(CASES[theme](), vectors, strict=True):
                with self.subTest(vector['name']):
                    discounts = [line['discount'] for line in vector['expected']['lines']]
                    self.assertEqual(tuple(discounts), case['by_hand'])

    def test_there_are_enough_and_each_has_a_name_of_its_own(self):
        names = [name for name, _entry, _vector in self.each()]
        self.assertGreaterEqual(len(names), 1600)
        self.assertEqual(len(names), len(set(names)))

    def test_chance_comes_to_something(self):
        """Sales at random in which nobody gives anything would prove nothing."""
        vectors = self.themes['chance.json']['vectors']
        given = [line['card_percent'] for v in vectors for line in v['expected']['lines']]
        self.assertGreaterEqual(sum(percent != '0' for percent in given), 250)

    def test_every_flag_and_reason_occurs(self):
        """A path that no vector walks would not be compared with JavaScript."""
        text = ''.join(self.files.values())
        for word in (*FLAGS, *REASONS):
            self.assertIn(f'"{word}"', text)


FLAGS = [
    *('refund', 'ineligible', 'negative', 'excluded', 'rule_cap', 'programme_cap', 'product_cap'),
    *('price_floor', 'margin_floor', 'pricelist_kept', 'pricelist_replaced', 'manual_kept'),
    *('manual_replaced', 'compounded'),
]
REASONS = [
    *('no_holder', 'unregistered', 'blocked', 'lost', 'replaced', 'expired', 'not_yet_valid'),
    *('wrong_company', 'wrong_till', 'wrong_weekday', 'wrong_hour', 'proof_missing'),
    *('proof_expired', 'unknown', 'below_first_bracket', 'turnover_unknown', 'no_personal_percent'),
]
