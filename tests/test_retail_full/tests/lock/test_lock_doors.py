import json

from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from ...outside.doors import Json2, Refused, WebClient, XmlRpc
from ..common import DAY
from . import rows_collection, rows_task
from .judge import LockJudge
from .table import ALLOWED, EVERYTHING, HARMLESS, HIDING, PEOPLE, REFUSED

OUTSIDERS = ('portal', 'foreigner', 'intruder')


@tagged('post_install', '-at_install')
class TestLockDoors(LockJudge):
    """The same rows through the doors that programs and browsers really use.

    The administrator tries all that may never succeed; the others what they would try first.
    """

    def _list_doors(self, person):
        user = self.people[person]
        return {
            'XML-RPC': self._xml_rpc(user),
            'JSON-2': self._json_2(user),
            'web client': self._web_client(user),
        }

    def _list_first_rows(self):
        """Return what anybody would try first, whatever comes of it."""
        tries = {"marked done", "deleted", "archived", "moved to a record", "closed"}
        rows = self._list_hopeless_rows()
        return [row for row in rows if row.name in tries]

    def _list_hopeless_rows(self):
        """Return the rows in which nobody may change anything."""
        rows = [
            *rows_task.list_ends(self.task),
            *rows_task.list_changes(self.task, self.customer),
            *rows_collection.list_items(self),
            *rows_collection.list_cases(self),
        ]
        return [row for row in rows if ALLOWED not in row.signs]

    # === THROUGH A DOOR === #

    def _knock(self, door, person, row, **context):
        """Return the sign of what came of it."""
        if person == 'intruder':
            allowed = [self.company.id, self.company_b.id]
            context = {'allowed_company_ids': allowed, **context}
        try:
            with mute_logger('odoo.http', 'odoo.sql_db'):
                self._call_outside(door, row, context)
        except Refused:
            return REFUSED
        return HARMLESS

    def _call_outside(self, door, row, context):
        records = row.find_records(self.env)
        # Commands and days as other programs write them.
        arguments = json.loads(json.dumps({**row.arguments, 'context': context}, default=str))
        if row.method == 'create':
            return door.add(records._name, arguments.pop('vals_list'), **arguments)
        return door.call(records._name, row.method, records.ids or None, **arguments)

    def _assert_signs(self, person, rows, **context):
        for name, door in self._list_doors(person).items():
            for row in rows:
                with self.subTest(row.name, door=name, person=person):
                    sign = self._knock(door, person, row, **context)
                    if not context:
                        expected = row.signs.replace(' ', '')[PEOPLE.index(person)]
                        self.assertEqual(sign, expected, row.name)
                    self.assertEqual(self._read_facts(), self.before, row.name)

    def test_an_administrator_finds_no_door_that_is_open(self):
        self._assert_signs('administrator', self._list_hopeless_rows())

    def test_an_administrator_finds_no_context_that_opens_one(self):
        for context in (EVERYTHING, HIDING):
            self._assert_signs('administrator', self._list_hopeless_rows(), **context)

    def test_who_works_in_the_company_finds_none(self):
        for person in ('collector', 'salesperson', 'manager', 'accountant', 'employee'):
            self._assert_signs(person, self._list_first_rows())

    def test_who_does_not_work_in_the_company_finds_none(self):
        for person in OUTSIDERS:
            self._assert_signs(person, self._list_first_rows())

    def test_who_has_not_logged_in_comes_nowhere(self):
        address = self.base_url(), get_db_name()
        with self.assertRaises(Refused), mute_logger('odoo.http'):
            XmlRpc(*address, 'administrator', 'guessed', self._transport)
        for door in (WebClient(*address, send=self._send), Json2(*address, 'x', self._send)):
            for row in self._list_first_rows():
                self.assertEqual(self._knock(door, 'public', row), REFUSED, row.name)
        self.assertEqual(self._read_facts(), self.before)

    def test_a_button_is_a_door_like_the_others(self):
        door = self._web_client(self.people['administrator'])
        for method in ('action_done', 'action_cancel', 'unlink_w_meeting', 'action_archive'):
            with self.assertRaises(Refused), mute_logger('odoo.http'):
                door.press('mail.activity', method, self.task.ids)
        with self.assertRaises(Refused), mute_logger('odoo.http'):
            door.press('collection.run', 'action_run', self.history.ids)
        self.assertEqual(self._read_facts(), self.before)

    # === WHAT IS OPEN === #

    def test_a_manager_holds_writes_off_and_chases_again_by_every_door(self):
        for name, door in self._list_doors('manager').items():
            with self.subTest(door=name):
                until = str(self.later)
                door.call('collection.item', 'action_hold', self.item.ids, until=until)
                self.assertEqual(self.item.state, 'held')
                door.call('collection.item', 'action_release', self.item.ids)
                self.assertEqual(self.item.state, 'open')
                door.call('collection.item', 'action_write_off', self.item.ids, reason="Gone")
                self.assertEqual((self.item.state, self.task.active), ('closed', False))
                door.call('collection.item', 'action_chase_again', self.item.ids)
                self.assertEqual((self.item.state, self.task.active), ('open', True))

    def test_the_payment_closes_the_task_and_then_it_is_an_ordinary_one(self):
        self._register_payment(self.item.move_id, payment_date=DAY)
        self.env.cr.flush()
        self.assertFalse(self.task.active)
        self._xml_rpc(self.people['administrator']).call('mail.activity', 'unlink', self.task.ids)
        self.env.invalidate_all()
        self.assertFalse(self.task.exists())

    def test_an_employee_sees_nothing(self):
        for door in self._list_doors('employee').values():
            for model in ('policy', 'level', 'run', 'run.line', 'case', 'item'):
                with self.assertRaises(Refused), mute_logger('odoo.http'):
                    door.call(f'collection.{model}', 'search', domain=[])
            tasks = door.call('mail.activity', 'search', domain=[('id', '=', self.task.id)])
            self.assertEqual(tasks, [])
