from odoo import Command
from odoo.tools import SQL

from .connections import Connections

LONG_AGO = '2024-05-10'
DAY = '2024-06-14'


class DebtConnections(Connections):
    """A customer who owes two invoices, committed, and what connections do with them."""

    run_date = DAY

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            self.company_id = env.ref('base.main_company').id
            [self.policy] = self._find_policy(env).read(['grouping', 'is_started'], load='')
            self.partner_id = env['res.partner'].create({'name': "Bakery Ltd"}).id
            self.partner_ids = [self.partner_id]
            self.addCleanup(self._clean_up)
            self.invoice_id, self.second_id = self._sell(env, 2).ids
            self._find_policy(env).write({'grouping': 'customer', 'is_started': False})

    # === SETTING THE SCENE === #

    def _find_policy(self, env):
        policies = env['collection.policy'].with_context(tracking_disable=True)
        return policies.search([('company_id', '=', self.company_id)])

    def _sell(self, env, count, partner_id=None):
        line = Command.create({'name': "Bread", 'price_unit': 100, 'tax_ids': []})
        invoices = env['account.move'].create(
            [
                {
                    'move_type': 'out_invoice',
                    'company_id': self.company_id,
                    'partner_id': partner_id or self.partner_id,
                    'invoice_date': '2024-01-01',
                    'invoice_date_due': LONG_AGO,
                    'invoice_payment_term_id': False,
                    'invoice_line_ids': [line],
                }
            ]
            * count
        )
        invoices.action_post()
        return invoices

    def _pay(self, env, invoice_id=None):
        context = {'active_model': 'account.move', 'active_ids': [invoice_id or self.invoice_id]}
        wizard = (
            env['account.payment.register'].with_context(**context).create({'payment_date': DAY})
        )
        wizard.action_create_payments()

    def _run(self, env):
        run = env['collection.run'].create({'date': self.run_date, 'company_id': self.company_id})
        run.action_run()
        return run

    def _sell_to_double(self):
        """Return an invoice to the same customer, known by mistake under a second name."""
        with self._connect() as env:
            double = env['res.partner'].create({'name': "Bakery Limited"})
            self.partner_ids.append(double.id)
            return double.id, self._sell(env, 1, double.id).id

    def _merge(self, env, double_id):
        wizard = env['base.partner.merge.automatic.wizard'].create({
            'state': 'selection',
            'partner_ids': [Command.set([double_id, self.partner_id])],
            'dst_partner_id': self.partner_id,
        })
        wizard.action_merge()

    def _clean_up(self):
        with self._connect() as env:
            ours = [('partner_id', 'in', self.partner_ids)]
            env['account.payment.register'].search(ours).unlink()
            payments = env['account.payment'].search(ours)
            payments.action_draft()
            payments.unlink()
            invoices = env['account.move'].search(ours)
            invoices.button_draft()
            invoices.with_context(force_delete=True).unlink()
            env['collection.case'].search(ours).unlink()
            runs = [('company_id', '=', self.company_id)]
            messages = [('model', '=', 'collection.run')]
            env['mail.message'].search(messages).unlink()
            env.cr.execute(
                "DELETE FROM collection_run WHERE id = ANY(%s)",
                [env['collection.run'].search(runs).ids],
            )
            env['res.partner'].browse(self.partner_ids).exists().unlink()
            self._find_policy(env).write({
                'grouping': self.policy['grouping'],
                'is_started': self.policy['is_started'],
                'last_scheduled_date': False,
                'last_run_at': False,
            })

    def _lose_connection(self, env):
        """End our connection as PostgreSQL does when the process behind it was killed."""
        [(pid,)] = env.execute_query(SQL("SELECT pg_backend_pid()"))
        with self._connect() as other:
            other.cr.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    # === CHECKING === #

    def _read_states(self, invoice_id=None):
        """Return state and liveliness of the task of each item of an invoice."""
        with self._connect() as env:
            items = env['collection.item'].search([('move_id', '=', invoice_id or self.invoice_id)])
            return [(item.state, item.activity_id.active) for item in items]
