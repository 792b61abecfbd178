from inspect import isfunction, signature

from odoo.tests import tagged

from . import harmless, rows_around, rows_collection, rows_task
from .judge import LockJudge
from .table import (
    ALLOWED,
    CONTEXTS,
    EVERYTHING,
    HARMLESS,
    HIDING,
    PEOPLE,
    attempt,
    find_public_methods,
)

MIXIN = 'mail.activity.mixin'


@tagged('post_install', '-at_install')
class TestLockMethods(LockJudge):
    """Every public method that could move a task, an item, a case, a run or a policy."""

    def test_everybody_of_the_table_is_there(self):
        self.assertEqual(tuple(self.people), PEOPLE)

    def test_nobody_ends_a_task_whose_debt_is_open(self):
        self.assertTable(rows_task.list_ends(self.task), contexts=[EVERYTHING, HIDING, *CONTEXTS])

    def test_no_context_is_refused_for_another_reason_than_the_lock(self):
        row = attempt("described", '', self.task, 'write', vals={'note': "x"})
        for context in [EVERYTHING, *CONTEXTS]:
            self.assertEqual(self._try('administrator', row, context)[0], HARMLESS, context)

    def test_nobody_ends_a_task_on_an_invoice(self):
        self.assertTable(rows_task.list_ends(self.by_invoice.activity_id))

    def test_nobody_ends_the_task_of_a_held_debt(self):
        self.assertTable(rows_task.list_ends(self.held.activity_id))

    def test_nobody_takes_a_task_from_its_debt(self):
        self.assertTable(
            rows_task.list_changes(self.task, self.customer),
            contexts=[EVERYTHING, HIDING, *CONTEXTS],
        )

    def test_who_collects_plans_and_gives_tasks(self):
        self.assertTable(rows_task.list_work(self.task, self))

    def test_a_done_task_may_go_and_does_not_come_back(self):
        self.assertTable(rows_task.list_done(self.done_task, self.case))

    def test_nobody_ends_a_task_from_its_case(self):
        rows = rows_task.list_from_document(self.task, self.case, 'xxx=x =x=xx', '===x= xxxxx')
        self.assertTable(rows)

    def test_nobody_ends_a_task_from_its_invoice(self):
        task = self.by_invoice.activity_id
        invoice = self.by_invoice.move_id
        rows = rows_task.list_from_document(task, invoice, 'xxxxx =x=xx', '===== xxxxx')
        self.assertTable(rows)

    def test_items_have_four_actions_and_nothing_else(self):
        self.assertTable(rows_collection.list_items(self))

    def test_the_wizards_ask_the_same_questions(self):
        self.assertTable(rows_collection.list_questions(self))

    def test_a_case_stays_with_its_customer(self):
        self.assertTable(rows_collection.list_cases(self) + rows_collection.list_calls(self))

    def test_managers_run_and_what_has_run_is_history(self):
        self.assertTable(rows_collection.list_runs(self))

    def test_managers_set_the_policies_of_their_own_companies(self):
        self.assertTable(rows_collection.list_policies(self))

    def test_deleting_something_else_does_not_delete_the_task(self):
        self.assertTable(rows_around.list_deletions(self))

    def test_who_leaves_leaves_the_task_behind(self):
        self.assertTable(rows_around.list_leavers(self), contexts=[EVERYTHING, HIDING])

    def test_the_books_alone_undo_a_debt(self):
        self.assertTable(rows_around.list_books(self), contexts=())

    def test_a_debt_stays_in_its_company(self):
        self.assertTable(rows_around.list_companies(self))

    def test_a_merge_keeps_the_tasks_alive(self):
        self.assertTable(rows_around.list_merges(self))

    def test_the_wizard_plans_ordinary_activities(self):
        self.assertTable(rows_around.list_schedules(self))

    def test_a_mail_makes_no_records_of_collection(self):
        self.assertTable(rows_around.list_mails(self))

    def test_an_import_does_not_end_a_task(self):
        self.assertTable(rows_around.list_imports(self))

    # === NOTHING IS FORGOTTEN === #

    def _list_rows(self):
        task, invoice = self.by_invoice.activity_id, self.by_invoice.move_id
        return [
            *rows_task.list_ends(self.task),
            *rows_task.list_changes(self.task, self.customer),
            *rows_task.list_work(self.task, self),
            *rows_task.list_done(self.done_task, self.case),
            *rows_task.list_from_document(self.task, self.case, '', ''),
            *rows_task.list_from_document(task, invoice, '', ''),
            *rows_collection.list_items(self),
            *rows_collection.list_questions(self),
            *rows_collection.list_cases(self),
            *rows_collection.list_calls(self),
            *rows_collection.list_runs(self),
            *rows_collection.list_policies(self),
            *rows_around.list_books(self),
        ]

    def _list_records(self):
        questions = [
            row.find_records(self.env(su=False)) for row in rows_collection.list_questions(self)
        ]
        records = [self.task, self.item, self.case, self.policy, self.policy.level_ids[0]]
        records += [self.history, self.history.line_ids[0], self.dispute]
        records += [self.promise, self.promise.line_ids, *self.figures, *questions]
        records += [self.letter, self.letter.line_ids, self.absence, self.call]
        return {record._name: record for record in records}

    def _find_tried(self):
        """Return the names of methods in rows, by model."""
        tried = {}
        for row in self._list_rows():
            model = row.find_records(self.env)._name
            tried.setdefault(model, set()).add(row.method)
        return tried

    def _is_readonly(self, model, name):
        """Whether core serves this method with a connection that cannot write."""
        found = [getattr(cls, name, None) for cls in type(model).mro()]
        return any(getattr(method, '_readonly', False) for method in found)

    def test_every_public_method_is_in_the_table_or_known_to_be_harmless(self):
        tried = self._find_tried()
        mixin = find_public_methods(self.env[MIXIN]) - find_public_methods(self.env['base'])
        self.assertLessEqual(mixin, tried['collection.case'] | harmless.ALL, MIXIN)
        for name, record in self._list_records().items():
            public = find_public_methods(record) - tried.get(name, set()) - harmless.ALL
            unknown = {method for method in public if not self._is_readonly(record, method)}
            unknown -= tried['collection.case'] if name != 'mail.activity' else set()
            self.assertFalse(unknown, f"{name}: no row, and no reason why it is harmless")

    def test_every_model_of_collection_is_asked(self):
        names = {name for name in self.env if name.startswith('collection.')}
        self.assertEqual(names | {'mail.activity'}, set(self._list_records()))

    def test_what_is_said_to_be_harmless_is(self):
        rows = {row.method for row in self._list_rows()}
        for record in self._list_records().values():
            for method in sorted(find_public_methods(record) - rows):
                if self._needs_nothing(record, method):
                    row = attempt(method, '', record, method)
                    sign, facts = self._try('administrator', row)
                    self.assertNotEqual(sign, ALLOWED, f"{method}: {self._differ(facts)}")

    @staticmethod
    def _needs_nothing(record, name):
        method = getattr(type(record), name)
        if not isfunction(method):
            return False
        arguments = list(signature(method).parameters.values())[1:]
        return all(argument.default is not argument.empty for argument in arguments)
