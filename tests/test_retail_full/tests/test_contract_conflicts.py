from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .connections import Connections


@tagged('post_install', '-at_install')
class TestContractConflicts(Connections):
    """Two people, or two runs, at the same contract in the same moment."""

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            company = env.ref('base.main_company')
            self.partner_id = env['res.partner'].create({'name': "Bakery Ltd"}).id
            self.product_id = env['product.product'].create({'name': "Bread", 'type': 'service'}).id
            self.addCleanup(self._clean_up)
            contract = env['customer.contract'].create({
                'subject': "Bread",
                'company_id': company.id,
                'partner_id': self.partner_id,
                'date_end': False,
                'amount_limit': 100,
                'breach_policy': 'block',
                'line_ids': [
                    Command.create({
                        'product_id': self.product_id,
                        'quantity': 100,
                        'price_unit': 10,
                        'schedule_quantity': 1,
                    })
                ],
            })
            contract.state = 'running'
            self.contract_id = contract.id
            self.order_ids = [self._order(env).id, self._order(env).id]

    def _order(self, env):
        """Return a quotation over 60 of the 100 that may be ordered."""
        line = Command.create({
            'product_id': self.product_id,
            'product_uom_qty': 6,
            'tax_ids': [],
        })
        return env['sale.order'].create({
            'partner_id': self.partner_id,
            'contract_id': self.contract_id,
            'order_line': [line],
        })

    def _clean_up(self):
        with self._connect() as env:
            ours = [('partner_id', '=', self.partner_id)]
            orders = env['sale.order'].search(ours)
            orders._action_cancel()
            orders.unlink()
            contracts = env['customer.contract'].search(ours)
            contracts.state = 'draft'
            contracts.unlink()
            env['product.product'].browse(self.product_id).unlink()
            env['res.partner'].browse(self.partner_id).unlink()

    def _confirm(self, number):
        return lambda env: env['sale.order'].browse(self.order_ids[number]).action_confirm()

    def test_two_orders_at_once_do_not_both_slip_below_the_limit(self):
        with self._connect() as env:
            self._begin(env)
            with self._connect() as other:
                self._serve(other, self._confirm(0))
            with self.assertRaisesRegex(UserError, "past its limit"):
                self._serve(env, self._confirm(1))
            env.cr.rollback()

    def test_the_second_waits_for_the_first_and_is_told_then(self):
        with self._connect() as env:
            self._confirm(0)(env)
            env.cr.flush()
            with self._in_background(self._confirm(1)) as second:
                env.cr.commit()
                with self.assertRaisesRegex(UserError, "past its limit"):
                    second.result()

    def _make(self, env):
        env['customer.contract'].browse(self.contract_id)._make_due_documents()

    def _schedule(self):
        with self._connect() as env:
            contract = env['customer.contract'].browse(self.contract_id)
            contract.write({
                'schedule_document': 'order',
                'schedule_date': contract._get_today(),
                'amount_limit': 0,
            })

    def _count_scheduled(self):
        with self._connect() as env:
            return env['sale.order'].search_count([
                ('contract_id', '=', self.contract_id),
                ('contract_schedule_date', '!=', False),
            ])

    def test_two_runs_at_once_make_one_document(self):
        self._schedule()
        with self._connect() as env:
            self._begin(env)
            with self._connect() as other:
                self._serve(other, self._make)
            self.assertEqual(self._serve(env, self._make), [SerializationFailure])
        self.assertEqual(self._count_scheduled(), 1)

    def test_a_run_leaves_a_contract_alone_that_another_run_is_at(self):
        self._schedule()
        with self._connect() as env:
            self._make(env)
            env.cr.flush()
            with self._connect() as other:
                self.assertEqual(self._serve(other, self._make), [])
        self.assertEqual(self._count_scheduled(), 1)

    def test_a_run_that_is_killed_leaves_nothing_and_the_next_makes_it(self):
        self._schedule()
        with self._connect() as env:
            self._make(env)
            env.cr.flush()
            env.cr.rollback()
        self.assertEqual(self._count_scheduled(), 0)
        with self._connect() as env:
            self._serve(env, self._make)
        self.assertEqual(self._count_scheduled(), 1)
