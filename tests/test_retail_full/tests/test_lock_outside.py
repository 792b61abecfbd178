from odoo.tests import tagged
from odoo.tools import mute_logger

from ..outside.doors import Refused
from .common import DAY, OutsideCase

# What a caller may put into the context in the hope that the lock asks it.
CONTEXTS = [
    {'active_test': False, 'tracking_disable': True},
    {'mail_activity_quick_update': True, 'collection_spare_locked': True},
    {'force_delete': True, '_force_unlink': True},
    {'install_mode': True, 'module': 'crm_accounting', 'import_file': True},
    {'su': True, 'uid': 1, 'default_state': 'closed', 'default_active': False},
    {'skip_readonly_check': True, 'check_move_validity': False},
]


@tagged('post_install', '-at_install')
class TestLockOutside(OutsideCase):
    """Another program, even an administrator's with any context, against an open task."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._hire(
            'boss',
            'base.group_system',
            'account.group_account_manager',
            'sales_team.group_sale_manager',
            'crm_accounting.crm_accounting_group_manager',
        )

    def _get_attacks(self, item):
        """Return what an administrator might call: model, method, ids and arguments by name."""
        task, case = item.activity_id, item.case_id
        other = self.env.ref('mail.mail_activity_data_todo').id
        partner_model = self.env['ir.model']._get_id('res.partner')
        types = list(item.activity_id.activity_type_id.get_external_id().values())

        def on_task(method, **kwargs):
            return 'mail.activity', method, task.ids, kwargs

        def on_document(**kwargs):
            return task.res_model, kwargs.pop('method', 'write'), [task.res_id], kwargs

        def on_item(method, **kwargs):
            return 'collection.item', method, item.ids, kwargs

        return {
            'done': on_task('action_done'),
            'done with feedback': on_task('action_feedback', feedback="Paid, I promise"),
            'done and next': on_task('action_done_schedule_next'),
            'done from the document': on_document(
                method='activity_feedback', act_type_xmlids=types
            ),
            'cancelled': on_task('action_cancel'),
            'cancelled from the document': on_document(
                method='activity_unlink', act_type_xmlids=types
            ),
            'deleted': on_task('unlink'),
            'deleted through the document': on_document(vals={'activity_ids': [(2, task.id)]}),
            'cleared from the document': on_document(vals={'activity_ids': [(5,)]}),
            'deleted with the case': ('collection.case', 'unlink', case.ids, {}),
            'deleted with the item': on_item('unlink'),
            'archived': on_task('write', vals={'active': False}),
            'archived by action': on_task('action_archive'),
            'archived through the document': on_document(
                vals={'activity_ids': [(1, task.id, {'active': False})]}
            ),
            'moved to another record': on_task('write', vals={'res_id': case.id + 1}),
            'moved to another model': on_task(
                'write', vals={'res_model_id': partner_model, 'res_id': self.customer.id}
            ),
            'made free of a document': on_task('write', vals={'res_model_id': False, 'res_id': 0}),
            'made another type': on_task('write', vals={'activity_type_id': other}),
            'made no type': on_task('write', vals={'activity_type_id': False}),
            'taken from its item': on_item('write', vals={'activity_id': False}),
            'freed of its items': on_task('write', vals={'collection_item_ids': [(5,)]}),
            'item closed by hand': on_item('write', vals={'state': 'closed'}),
            'saved as by the form': on_task('web_save', vals={'active': False}, specification={}),
        }

    def _get_state(self, item):
        """Return what the lock keeps."""
        self.env.invalidate_all()
        task = item.exists().activity_id.exists()
        return (
            item.state,
            task.id,
            task.active,
            task.res_model,
            task.res_id,
            task.activity_type_id.id,
            task.collection_item_ids.ids,
        )

    def _attack(self, door, item):
        """Try everything in every context: it is refused, or at the least changes nothing."""
        before = self._get_state(item)
        for name, (model, method, ids, kwargs) in self._get_attacks(item).items():
            self._assert_refused(name, door, model, method, ids, **kwargs)
            for context in CONTEXTS:
                self._try(door, model, method, ids, context=context, **kwargs)
                self.assertEqual(self._get_state(item), before, f"{name} {context}")

    def _try(self, door, *args, **kwargs):
        """Call, and return the refusal, if it was one."""
        try:
            with mute_logger('odoo.http', 'odoo.sql_db'):
                door.call(*args, **kwargs)
        except Refused as refusal:
            return refusal

    def _assert_refused(self, what, door, *args, **kwargs):
        self.assertTrue(self._try(door, *args, **kwargs), what)

    def test_an_administrator_over_xml_rpc_moves_no_open_task(self):
        self._attack(self._xml_rpc(self.boss), self._overdue(100))

    def test_an_administrator_over_json_2_moves_no_open_task(self):
        self._attack(self._json_2(self.boss), self._overdue(100))

    def test_a_task_on_an_invoice_is_locked_for_an_administrator_too(self):
        self.policy.grouping = 'invoice'
        item = self._overdue(100)
        self.assertEqual(item.activity_id.res_model, 'account.move')
        self._attack(self._xml_rpc(self.boss), item)

    def test_a_collector_who_is_deleted_or_archived_leaves_the_task_behind(self):
        item = self._overdue(100)
        door = self._xml_rpc(self.boss)
        self.policy.user_id = self.boss
        for method in ('unlink', 'action_archive'):
            for number, context in enumerate(CONTEXTS):
                leaver = self._hire(f'{method}{number}', 'crm_accounting.crm_accounting_group_user')
                item.activity_id.user_id = leaver
                refusal = self._try(door, 'res.users', method, leaver.ids, context=context)
                self.env.invalidate_all()
                self.assertTrue(item.activity_id.active, f"{method} {context}")
                keeper = leaver if refusal else self.boss
                self.assertEqual(item.activity_id.user_id, keeper, f"{method} {context}")

    def test_the_payment_alone_closes_it_and_then_it_is_an_ordinary_task(self):
        item = self._overdue(100)
        task = item.activity_id
        door = self._xml_rpc(self.boss)
        self._register_payment(item.move_id, payment_date=DAY)
        self.env.cr.flush()
        self.assertFalse(task.active)
        door.call('mail.activity', 'unlink', task.ids)
        self.env.invalidate_all()
        self.assertFalse(task.exists())

    def test_an_ordinary_employee_sees_nothing(self):
        item = self._overdue(100)
        employee = self._hire('employee', 'base.group_user')
        task = item.activity_id
        for door in (self._xml_rpc(employee), self._json_2(employee)):
            for model in ('policy', 'level', 'run', 'run.line', 'case', 'item'):
                self._assert_refused(model, door, f'collection.{model}', 'search', domain=[])
            self._assert_refused(
                "the task", door, 'mail.activity', 'read', task.ids, fields=['summary']
            )
            tasks = door.call('mail.activity', 'search', domain=[('id', '=', task.id)])
            self.assertEqual(tasks, [])
