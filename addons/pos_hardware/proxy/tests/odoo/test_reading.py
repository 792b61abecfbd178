"""Jobs are read one by one where an answer is too much, whatever stands in it."""

import json
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.errors import BadInput
from pos_hardware_proxy.odoo.reading import (
    DEPTH_OF_JOBS,
    Unreadable,
    nested,
    read_head,
    read_job,
    read_jobs,
)
from pos_hardware_proxy.server.limits import MAX_DEPTH, MAX_PIECES

texts = st.text(max_size=9) | st.text('"\\[]{},', max_size=9)
plain = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=9,
)
objects = st.dictionaries(texts, values, max_size=5)
pieces = st.sampled_from([*b'[]{}",:\\ 0', b'"uuid"', b'{"result":{"jobs":[', b'null', b'\xff'])
quick = settings(max_examples=200, deadline=None, database=None)


def answer(*jobs):
    return b'{"result": {"jobs": [%s]}}' % b', '.join(jobs)


def told(value, **style):
    return json.dumps(value, **style).encode()


class TestParts(unittest.TestCase):
    @quick
    @given(st.lists(objects, max_size=4), st.booleans(), st.sampled_from([None, 1]))
    def test_each_job_of_an_answer_is_found_however_it_is_written(self, jobs, ascii_only, indent):
        data = told({'id': 1, 'result': {'jobs': jobs}}, ensure_ascii=ascii_only, indent=indent)
        found = [json.loads(data[part]) for part in nested(data, DEPTH_OF_JOBS)]
        self.assertEqual(found, jobs)

    @quick
    @given(objects)
    def test_a_head_is_what_is_neither_object_nor_list(self, job):
        head = {key: None if isinstance(job[key], dict | list) else job[key] for key in job}
        self.assertEqual(read_head(told(job)), head)

    @quick
    @given(st.lists(pieces, max_size=40))
    def test_anything_is_an_object_or_none(self, parts):
        data = b''.join(bytes([part]) if isinstance(part, int) else part for part in parts)
        self.assertIsInstance(read_head(data), dict)
        self.assertIsInstance(read_job(data), dict)
        try:
            self.assertIsInstance(read_jobs(data), dict)
        except BadInput as error:
            self.assertEqual(error.code, 'bad_json')


class TestJobs(unittest.TestCase):
    GOOD = told({'uuid': 'good', 'receipt': {'version': 1, 'lines': [{'type': 'cut'}]}})

    def read(self, content):
        """Return the job with this content, which stands between two that are as they should be."""
        job = b'{"uuid": "hostile", "receipt": %s, "document": "Order 1"}' % content
        jobs = read_jobs(answer(self.GOOD, job, self.GOOD))['result']['jobs']
        self.assertEqual([jobs[0], jobs[2]], [json.loads(self.GOOD)] * 2)
        self.assertNotIsInstance(jobs[0], Unreadable)
        return jobs[1]

    def test_a_job_that_cannot_be_read_says_why_and_keeps_its_name(self):
        deep, values = f"nested deeper than {MAX_DEPTH}", f"more than {MAX_PIECES} values"
        for name, content, message in (
            ("lists", b'[' + b'[],' * (400 << 10) + b'[]]', values),
            ("numbers", b'[' + b'0,' * (600 << 10) + b'0]', values),
            ("keys", b'{' + b'"":0,' * (300 << 10) + b'"":0}', values),
            ("deep", b'[' * 99 + b']' * 99, deep),
            ("very deep", b'[' * 90_000 + b']' * 90_000, deep),
            ("long number", b'9' * 5000, "not JSON"),
            ("no number", b'[NaN]', "not JSON"),
            ("no UTF-8", b'["\xff"]', "not JSON"),
        ):
            with self.subTest(name):
                job = self.read(content)
                self.assertIsInstance(job, Unreadable)
                self.assertIn(message, job.error.message)
                self.assertTrue(job.error.message.startswith("The job"))
                if name not in {"long number"}:  # it stands in the head
                    self.assertEqual((job['uuid'], job['document']), ('hostile', "Order 1"))

    def test_many_jobs_that_are_large_together_are_read(self):
        line = told({'uuid': 'good', 'receipt': {'lines': [0] * (MAX_PIECES // 4)}})
        pad = told({'uuid': 'good', 'content': 'A' * (1 << 20)})
        jobs = read_jobs(answer(pad, *[line] * 9))['result']['jobs']
        self.assertEqual(jobs, [json.loads(pad), *[json.loads(line)] * 9])
        self.assertFalse(any(isinstance(job, Unreadable) for job in jobs))

    def test_what_is_no_answer_with_jobs_is_refused(self):
        for data in (b'', b'[]', b'{"result": {"jobs": [[NaN]]}}', b'{"a": [[[{"uuid": NaN}]]]}'):
            with self.subTest(data), self.assertRaises(BadInput):
                read_jobs(data)

    def test_a_text_without_end_is_looked_at_once(self):
        """Were each quote in it tried anew, this would last for days."""
        for cut in (b'', b'\\'):
            with self.assertRaises(BadInput):
                read_jobs(answer(b'{"uuid": "' + b'\\"' * (1 << 20))[:-4] + cut)
