import re
from contextlib import contextmanager
from textwrap import dedent

from odoo import fields
from odoo.tests import get_db_name, tagged
from odoo.tools import file_open, mute_logger

from ..outside.doors import Refused
from .common import DAY, OutsideCase

FIELDS = ['move_id', 'partner_id', 'date_due', 'days_overdue', 'amount_residual']


def read_example():
    """Return the function that the addon's README shows to other programmers."""
    with file_open('crm_accounting/README.rst') as file:
        blocks = re.findall(
            r'^(?:\.\. code-block:: python|.*::)\n\n((?: {4}.*\n|\n)+)', file.read(), re.M
        )
    [example] = [block for block in blocks if 'import xmlrpc.client' in block]
    names = {}
    exec(compile(dedent(example), 'README.rst', 'exec'), names)
    return names['collect']


@tagged('post_install', '-at_install')
class TestDoors(OutsideCase):
    """Another program runs collection, as a manager without any other right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._hire('manager', 'crm_accounting.crm_accounting_group_manager')
        cls.younger = cls._invoice(70.25, due='2024-06-01')
        cls.older = cls._invoice(30, due='2024-05-01')
        cls.later = cls._invoice(40, due='2024-06-15')

    def _expect(self, invoice, amount):
        due = invoice.invoice_date_due
        return {
            'id': invoice.collection_item_ids.id,
            'move_id': [invoice.id, invoice.display_name],
            'partner_id': [self.customer.id, "Bakery Ltd"],
            'date_due': str(due),
            'days_overdue': (fields.Date.today() - due).days,
            'amount_residual': amount,
        }

    def _expect_open_items(self):
        return [self._expect(self.older, 30), self._expect(self.younger, 70.25)]

    @contextmanager
    def _assert_refused(self, words):
        with mute_logger('odoo.http'), self.assertRaisesRegex(Refused, words):
            yield

    def test_the_example_in_the_readme_returns_the_open_items_oldest_first(self):
        collect = read_example()
        with self._from_outside():
            items = collect(
                self.base_url(), get_db_name(), 'manager', 'manager', DAY, self.company.id
            )
        self.assertEqual(items, self._expect_open_items())

    def test_json_2_does_the_same_with_the_same_names(self):
        door = self._json_2(self.manager)
        [run] = door.add('collection.run', {'date': DAY, 'company_id': self.company.id})
        self.assertIs(door.call('collection.run', 'action_run', [run]), True)
        domain = [('state', '=', 'open'), ('company_id', '=', self.company.id)]
        items = door.call('collection.item', 'search_read', domain=domain, fields=FIELDS)
        self.assertEqual(items, self._expect_open_items())

    def test_a_run_tells_what_it_did(self):
        door = self._xml_rpc(self.manager)
        [run] = door.add('collection.run', [{'date': DAY, 'company_id': self.company.id}])
        door.call('collection.run', 'action_run', [run])
        counts = ['checked_count', 'opened_count', 'closed_count', 'reopened_count', 'open_count']
        [values] = door.call('collection.run', 'read', [run], fields=[*counts, 'state'])
        self.assertEqual([values[name] for name in counts], [2, 2, 0, 0, 2])
        self.assertEqual(values['state'], 'done')

    def test_a_run_tells_how_long_it_took(self):
        door = self._xml_rpc(self.manager)
        [run] = door.add('collection.run', [{'date': DAY, 'company_id': self.company.id}])
        door.call('collection.run', 'action_run', [run])
        [values] = door.call('collection.run', 'read', [run], fields=['duration_seconds'])
        self.assertGreater(values['duration_seconds'], 0)

    def test_a_day_in_the_future_is_refused_with_a_reason(self):
        for door in (self._xml_rpc(self.manager), self._json_2(self.manager)):
            with self._assert_refused("today or an earlier day"):
                door.add('collection.run', [{'date': '2099-01-01', 'company_id': self.company.id}])

    def test_a_run_is_not_run_twice(self):
        door = self._xml_rpc(self.manager)
        [run] = door.add('collection.run', [{'date': DAY, 'company_id': self.company.id}])
        door.call('collection.run', 'action_run', [run])
        with self._assert_refused("Create a new one"):
            door.call('collection.run', 'action_run', [run])

    def test_a_collector_reads_items_and_runs_nothing(self):
        collector = self._hire('collector', 'crm_accounting.crm_accounting_group_user')
        for door in (self._xml_rpc(collector), self._json_2(collector)):
            self.assertEqual(
                door.call('collection.item', 'search_read', domain=[], fields=['id']), []
            )
            with self._assert_refused("not allowed"):
                door.add('collection.run', [{'date': DAY, 'company_id': self.company.id}])
