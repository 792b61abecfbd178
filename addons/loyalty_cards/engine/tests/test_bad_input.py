"""Whatever is thrown at the engine, it answers or says which field is wrong."""

import copy
import json
import unittest
from datetime import date, datetime

from discount import EngineInputError, compute_discounts, period_window, validate_programme
from hypothesis import given
from hypothesis import strategies as st

from .helpers import modest
from .test_properties import sales
from .vectors.building import document, fixed, line, sale
from .vectors.spoilt import places, put

RUBBISH = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(['NaN', '-Infinity', '1e999', '9' * 5000, 10**5000, -(10**400), b'1', {1: 2}]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


class TestBadInput(unittest.TestCase):
    @modest
    @given(sales(), RUBBISH, st.data())
    def test_rubbish_anywhere_is_answered_or_refused(self, request, rubbish, data):
        place = data.draw(st.sampled_from(places(request)[1:]))
        spoilt = copy.deepcopy(request)
        put(spoilt, place, rubbish)
        try:
            json.dumps(compute_discounts(spoilt), allow_nan=False)
        except EngineInputError as error:
            self.assertTrue(error.field and error.code)

    @modest
    @given(RUBBISH)
    def test_rubbish_alone_is_refused(self, rubbish):
        with self.assertRaises(EngineInputError):
            compute_discounts(rubbish)

    @modest
    @given(sales(), RUBBISH, st.data())
    def test_a_spoilt_programme_is_described(self, request, rubbish, data):
        programme = copy.deepcopy({name: request[name] for name in ('categories', 'rules')})
        deep = [place for place in places(programme) if len(place) > 1]
        put(programme, data.draw(st.sampled_from(deep)), rubbish)
        json.dumps(validate_programme(programme), allow_nan=False)

    @modest
    @given(sales())
    def test_a_programme_without_faulty_fields_can_be_used(self, request):
        programme = {name: request[name] for name in ('settings', 'categories', 'rules')}
        problems = validate_programme(programme)
        self.assertFalse([problem for problem in problems if 'field' in problem['params']])

    def test_the_error_is_a_value_error_that_names_the_field(self):
        with self.assertRaisesRegex(ValueError, r'lines\[0\]\.quantity: not_a_number'):
            compute_discounts(sale([fixed(5)], [line() | {'quantity': float('nan')}]))

    def test_python_dates_are_days_but_moments_are_not(self):
        day = sale([fixed(5)], document=document(date=date(2026, 3, 2)))
        self.assertEqual(compute_discounts(day)['lines'][0]['discount'], '5')
        moment = sale([fixed(5)], document=document(date=datetime(2026, 3, 2)))
        with self.assertRaisesRegex(EngineInputError, "not_a_date"):
            compute_discounts(moment)

    def test_an_unknown_period_has_no_window(self):
        with self.assertRaisesRegex(EngineInputError, "unknown_value"):
            period_window('rolling_0', date(2026, 3, 2))
