from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import SQL, file_path

from .common import PlanCommon

RENAMED = 'crm_accounting/migrations/19.0.1.3.0/pre-rename_payment_plans.py'
# What made a database of the time before out of one of today.
AS_BEFORE = """
    ALTER TABLE payment_plan RENAME TO account_payment_plan;
    ALTER TABLE payment_plan_debt RENAME TO account_payment_plan_debt;
    ALTER TABLE payment_plan_line RENAME TO account_payment_plan_instalment;
    ALTER TABLE account_payment_plan_instalment RENAME COLUMN date TO date_due;
    ALTER SEQUENCE payment_plan_id_seq RENAME TO account_payment_plan_id_seq;
    ALTER SEQUENCE payment_plan_debt_id_seq RENAME TO account_payment_plan_debt_id_seq;
    ALTER SEQUENCE payment_plan_line_id_seq RENAME TO account_payment_plan_instalment_id_seq;
    ALTER INDEX payment_plan__partner_id_index RENAME TO account_payment_plan__partner_id_index;
    ALTER INDEX payment_plan_debt_one_live_plan RENAME TO account_payment_plan_debt_one_live_plan;
    ALTER TABLE account_payment_plan
        RENAME CONSTRAINT payment_plan_grace_not_negative
        TO account_payment_plan_grace_not_negative;
    UPDATE account_payment_plan SET state = 'fulfilled' WHERE state = 'kept';
    UPDATE ir_model SET model = 'account.payment.plan' WHERE model = 'payment.plan';
    UPDATE ir_model SET model = 'account.payment.plan.instalment' WHERE model = 'payment.plan.line';
    UPDATE ir_model_fields SET model = 'account.payment.plan' WHERE model = 'payment.plan';
    UPDATE ir_model_fields SET name = 'instalment_ids'
     WHERE model = 'account.payment.plan' AND name = 'line_ids';
    UPDATE ir_model_data SET name = 'model_account_payment_plan' WHERE name = 'model_payment_plan';
    UPDATE ir_model_data SET name = 'field_account_payment_plan__instalment_ids'
     WHERE name = 'field_payment_plan__line_ids';
    UPDATE ir_model_data SET name = 'account_payment_plan_action'
     WHERE name = 'payment_plan_action';
    UPDATE mail_message SET model = 'account.payment.plan' WHERE model = 'payment.plan';
    UPDATE mail_activity SET res_model = 'account.payment.plan' WHERE res_model = 'payment.plan';
    UPDATE mail_template
       SET model = 'account.payment.plan',
           body_html = replace(body_html::text, 'object.line_ids', 'object.instalment_ids')::jsonb
     WHERE model = 'payment.plan';
    UPDATE ir_sequence SET code = 'account.payment.plan' WHERE code = 'payment.plan';
"""


@tagged('post_install', '-at_install')
class TestPlanRenamed(PlanCommon):
    """Plans that were made as `account.payment.plan` are kept by an update."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.migrate = staticmethod(load_script(file_path(RENAMED), 'rename_payment_plans').migrate)

    def _update(self):
        self.env.flush_all()
        self.migrate(self.env.cr, '19.0.1.2.0')
        self.env.invalidate_all()
        self.env.registry.clear_cache('stable')

    def _exists(self, name):
        return self.env.execute_query(SQL("SELECT to_regclass(%s)", name)) != [(None,)]

    def test_a_plan_of_before_goes_on_where_it_was(self):
        paid, invoice = self._invoice(30.0), self._invoice(90.0)
        kept, plan = self._plan(paid), self._plan(invoice)
        self._pay(paid)
        plan.message_post(body=self.env._("He promised"))
        task = plan.activity_schedule('mail.mail_activity_data_todo')
        ids = {
            name: self.env.ref(f'crm_accounting.{name}').id
            for name in (
                'model_payment_plan',
                'payment_plan_action',
                'field_payment_plan__line_ids',
            )
        }
        messages, lines, number = plan.message_ids, plan.line_ids, plan.name
        self.env.flush_all()
        self.env.cr.execute(AS_BEFORE)
        self._update()
        self.assertEqual((kept.state, plan.state, plan.name), ('kept', 'running', number))
        self.assertEqual((plan.line_ids, plan.debt_ids.move_id), (lines, invoice))
        self.assertEqual((plan.message_ids, plan.activity_ids), (messages, task))
        self.assertEqual({name: self.env.ref(f'crm_accounting.{name}').id for name in ids}, ids)
        template = self.env.ref('crm_accounting.mail_template_payment_plan')
        self.assertEqual(template.model, 'payment.plan')
        self.assertIn('object.line_ids', template.body_html)
        for name in ('payment_plan_debt_one_live_plan', 'payment_plan__partner_id_index'):
            self.assertTrue(self._exists(name), name)
        following = self._plan(self._invoice(20.0))
        self.assertEqual(int(following.name[-5:]), int(number[-5:]) + 1)
        self._pay(invoice, 40)
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 10), ('2024-09-01', 30, 0)]
        )

    def test_an_update_that_finds_no_plans_of_before_changes_nothing(self):
        plan = self._plan(self._invoice(90.0))
        for _time in range(2):
            self._update()
        self.assertEqual((plan.state, plan.amount_total), ('running', 90))
