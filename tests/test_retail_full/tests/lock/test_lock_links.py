from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .judge import LockJudge
from .table import ALLOWED, attempt

X2MANY = ('one2many', 'many2many')
KEPT = ('mail.activity', 'collection.item', 'collection.case')

# What the database deletes with something else, and why that takes no task from an open debt.
CASCADES = {
    ('mail_activity', 'calendar_event'): "meetings let go of locked tasks first",
    ('mail_activity', 'ir_model'): "models go with their module only",
    ('mail_activity', 'res_users'): "who leaves hands over first",
    ('collection_case', 'res_partner'): "items keep their customer",
    ('collection_item', 'account_move_line'): "the debt is gone",
    ('collection_level', 'collection_policy'): "a policy with runs stays",
    ('collection_policy', 'res_company'): "items keep their company",
    ('collection_run', 'res_company'): "items keep their company",
    ('collection_run_line', 'collection_run'): "runs stay",
}


@tagged('post_install', '-at_install')
class TestLockLinks(LockJudge):
    """From wherever tasks, items and cases are linked: commands of every field that leads there."""

    def _find_links(self):
        """Return every field of a stored model that leads to many tasks, items or cases."""
        return [
            field
            for name, model in sorted(self.env.items())
            if model._auto and not model._transient
            for field in model._fields.values()
            if field.type in X2MANY and field.comodel_name in KEPT
        ]

    def _find_record(self, field, record):
        """Return a record that the field can lead from to `record`, or any."""
        model = self.env[field.model_name].sudo().with_context(active_test=False)
        domain = [(field.name, 'in', record.ids)] if field.store or field.search else []
        return model.search(domain, limit=1) or model.search([], limit=1)

    def _list_commands(self, record):
        values = {'active': False} if record._name == 'mail.activity' else {'partner_id': 1}
        return {
            "deleted": [Command.delete(record.id)],
            "unlinked": [Command.unlink(record.id)],
            "linked": [Command.link(record.id)],
            "cleared": [Command.clear()],
            "replaced": [Command.set(record.ids)],
            "updated": [Command.update(record.id, values)],
        }

    def test_no_command_of_any_field_reaches_what_the_lock_keeps(self):
        targets = {'mail.activity': self.task, 'collection.item': self.item}
        tried = set()
        for field in self._find_links():
            record = targets.get(field.comodel_name, self.case)
            source = self._find_record(field, record)
            for what, commands in self._list_commands(record).items() if source else ():
                row = attempt(what, '', source, 'write', vals={field.name: commands})
                tried.add(field.model_name)
                for person in ('salesperson', 'administrator'):
                    sign, facts = self._try(person, row)
                    self.assertNotEqual(
                        sign, ALLOWED, f"{person} {field} {what}: {self._differ(facts)}"
                    )
        self.assertGreaterEqual(
            tried,
            {'account.move', 'account.move.line', 'collection.case', 'collection.run'}
            | {'calendar.event', 'mail.activity', 'res.partner'},
        )

    def test_the_database_deletes_no_task_with_something_else(self):
        """A new cascade must be thought of here."""
        self.cr.execute("""
            SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
             WHERE contype = 'f' AND confdeltype = 'c' AND conrelid::regclass::text IN (
                   'mail_activity', 'collection_case', 'collection_item', 'collection_level',
                   'collection_policy', 'collection_run', 'collection_run_line')
        """)
        self.assertEqual(set(self.cr.fetchall()), set(CASCADES))

    def test_a_default_of_a_user_makes_no_collection_task(self):
        """Defaults that people save for themselves come in where a caller says nothing."""
        person = self.people['manager']
        defaults = self.env['ir.default'].with_user(person)
        defaults.set('mail.activity', 'is_collection', True, user_id=True)
        case = self.case.with_user(person)
        own = case.activity_schedule('mail.mail_activity_data_todo', user_id=person.id)
        self.assertFalse(own.is_collection)

    def test_a_default_of_a_user_ends_no_task_of_a_run(self):
        person = self.people['manager']
        defaults = self.env['ir.default'].with_user(person)
        defaults.set('mail.activity', 'active', False, user_id=True)
        invoice = self._invoice(70, partner=self.customer)
        self.draft.with_user(person).action_run()
        self.assertTrue(invoice.collection_item_ids.activity_id.active)

    def test_a_task_given_to_an_employee_is_locked_for_that_one_too(self):
        employee = self.people['employee']
        task = self.by_invoice.activity_id
        task.user_id = employee
        task.with_user(employee).date_deadline = self.later
        for act in ('action_done', 'unlink', 'action_archive', 'action_cancel'):
            row = attempt(act, '', task, act)
            self.assertEqual(self._try('employee', row)[0], 'x', act)
        with self.assertRaises(AccessError):
            self.by_invoice.with_user(employee).read(['state'])
