from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from ..common import DAY, OutsideCase


class LockScene(OutsideCase):
    """Debts of every kind, and everybody who might want to get rid of their tasks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = fields.Date.today() + timedelta(days=30)
        cls.company_b = cls.env['res.company'].create({'name': "Second Ltd"})
        cls.policy_b = cls.env['collection.policy'].search([('company_id', '=', cls.company_b.id)])
        cls.branch = cls.env['res.company'].create({'name': "Branch", 'parent_id': cls.company.id})
        cls._hire_people()
        cls._set_the_scene()
        cls.env.cr.flush()

    # === PEOPLE === #

    @classmethod
    def _hire_people(cls):
        in_b = {'company_id': cls.company_b.id, 'company_ids': [Command.set(cls.company_b.ids)]}
        foreigner = new_test_user(
            cls.env,
            'foreigner',
            'crm_accounting.crm_accounting_group_manager',
            password='foreigner',
            **in_b,
        )
        administrator = cls._hire(
            'administrator',
            'base.group_system',
            'account.group_account_manager',
            'sales_team.group_sale_manager',
            'crm_accounting.crm_accounting_group_manager',
        )
        cls.people = {
            'collector': cls._hire('collector', 'crm_accounting.crm_accounting_group_user'),
            'salesperson': cls._hire('salesperson', 'sales_team.group_sale_salesman'),
            'manager': cls._hire('manager', 'crm_accounting.crm_accounting_group_manager'),
            'accountant': cls._hire('accountant', 'account.group_account_manager'),
            'administrator': administrator,
            'employee': cls._hire('employee', 'base.group_user'),
            'portal': cls._hire('portal', 'base.group_portal'),
            'foreigner': foreigner,
            'intruder': foreigner,
            'public': cls.env.ref('base.public_user'),
        }
        cls.policy.user_id = cls.people['manager']
        # Told once, as by any test that came before: an empty column would be a change.
        cls.policy.is_writing = True
        cls.policy.flush_recordset()
        cls.policy.is_writing = False

    @classmethod
    def _env_of(cls, person, **context):
        """Return the environment that a call of this person gets."""
        if person == 'intruder':
            context = {'allowed_company_ids': [cls.company.id, cls.company_b.id], **context}
        return cls.env(user=cls.people[person].id, su=False, context=context)

    # === DEBTS === #

    @classmethod
    def _set_the_scene(cls):
        """One debt by customer, by invoice, held, paid, and written off; runs, a meeting."""
        cls.item = cls._chase("Bakery Ltd")
        cls.task, cls.case = cls.item.activity_id, cls.item.case_id
        cls.held = cls._chase("Florist Ltd")
        cls.promise = cls.held.env['collection.promise'].browse(cls.held.action_promise(cls.later))
        disputed = cls._chase("Miller Ltd").move_id
        disputed.action_collection_dispute()
        cls.dispute = disputed.collection_dispute_ids
        cls.paid = cls._chase("Grocer Ltd")
        cls._register_payment(cls.paid.move_id, payment_date='2024-06-15')  # the day after
        cls.env.cr.flush()
        # A done task is an ordinary one, which goes with its owner: not the one who leaves here.
        cls.done_task = cls.paid.activity_id
        cls.given_up = cls._chase("Hatter Ltd")
        cls.given_up.action_write_off("Moved away")
        (cls.paid | cls.given_up).activity_id.user_id = cls.people['manager']
        cls.policy.grouping = 'invoice'
        cls.by_invoice = cls._chase("Joiner Ltd")
        cls.policy.grouping = 'customer'
        cls.history = cls.item.run_id
        cls.draft = cls._new_run()
        cls.letter = cls._write(cls.item)
        answer = cls.held.case_id.action_log_call('not_reached')
        cls.call = cls.held.env['collection.call'].browse(answer['call_id'])
        cls._meet()
        cls.team = (
            cls
            .env['crm.team']
            .sudo()
            .create({
                'name': "Collection",
                'company_id': cls.company.id,
                'is_collection_team': True,
            })
        )
        cls.case.team_id = cls.policy.team_id = cls.team
        cls.absence = cls.env['collection.absence'].create({
            'user_id': cls.people['salesperson'].id,
            'substitute_id': cls.people['collector'].id,
            'date_start': DAY,
            'date_end': DAY,
        })
        cls.figures = cls._list_figures(cls.env(su=True))

    @classmethod
    def _list_figures(cls, env):
        """Return a row of each model that only tells: kept by runs, or read from the books."""
        ours = {'company_id': cls.company.id}
        return [
            env['collection.habit'].search([('company_id', '=', cls.company.id)], limit=1),
            env['collection.habit.change'].create({**ours, 'partner_id': cls.case.partner_id.id}),
            env['collection.ageing'].create({**ours, 'date': DAY, 'ageing': '1_30'}),
            env['collection.forecast'].search([], limit=1),
            env['collection.dso'].search([], limit=1),
            env['collection.collected'].search([], limit=1),
            env['collection.promise.report'].browse(
                cls.promise.sudo().copy({'date': DAY, 'state': 'kept'}).id
            ),
        ]

    @classmethod
    def _chase(cls, name, amount=100):
        """Return the item of a new overdue debt of a customer of the salesperson."""
        partner = cls.env['res.partner'].create({
            'name': name,
            'user_id': cls.people['salesperson'].id,
        })
        invoice = cls._invoice(amount, partner=partner)
        invoice.invoice_user_id = cls.people['salesperson']
        cls.env.cr.flush()
        cls._new_run().action_run()
        return invoice.collection_item_ids

    @classmethod
    def _write(cls, item):
        """Return a letter about an item, as runs prepare it."""
        line = {
            'move_line_id': item.move_line_id.id,
            'move_id': item.move_id.id,
            'level_id': item.level_id.id,
            'is_new': True,
            'currency_id': item.currency_id.id,
        }
        letters = cls.env['collection.letter'].sudo()
        return letters.create({
            'case_id': item.case_id.id,
            'company_id': item.company_id.id,
            'level_id': item.level_id.id,
            'date': DAY,
            'line_ids': [Command.create(line)],
        })

    @classmethod
    def _new_run(cls):
        return cls.env['collection.run'].create({'date': DAY, 'company_id': cls.company.id})

    @classmethod
    def _meet(cls):
        """Plan a meeting of everybody about the task, as the button of the activity does."""
        # To write them invitations takes longer than all that is tried.
        cls.env['ir.config_parameter'].sudo().set_param('calendar.block_mail', True)
        internal = [user for user in cls.people.values() if user._is_internal()]
        cls.meeting = cls.env['calendar.event'].create({
            'name': "About the debt",
            'start': '2030-01-01 10:00:00',
            'stop': '2030-01-01 11:00:00',
            'user_id': cls.people['salesperson'].id,
            'partner_ids': [Command.set([user.partner_id.id for user in internal])],
        })
        cls.task.calendar_event_id = cls.meeting
        cls.by_invoice.activity_id.calendar_event_id = cls.meeting
