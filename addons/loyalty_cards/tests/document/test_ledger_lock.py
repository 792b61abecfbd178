from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import DocumentCase

GROUPS = {
    'user': 'loyalty_cards.loyalty_cards_group_user',
    'manager': 'loyalty_cards.loyalty_cards_group_manager',
    'administrator': 'base.group_system,loyalty_cards.loyalty_cards_group_manager',
}
CONTEXTS = (
    {},
    {'import_file': True, 'install_mode': True, 'module': 'loyalty_cards'},
    {'active_test': False, 'tracking_disable': True, 'force_delete': True, 'bypass': True},
    {'_force_unlink': True, 'default_kind': 'adjustment', 'su': True},
)


@tagged('post_install', '-at_install')
class TestLedgerLock(DocumentCase):
    """Who tried what, through the door that XML-RPC, JSON-2 and the web client have in common."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [(6, 0, cls.company.ids)]}
        cls.people = {
            name: new_test_user(cls.env, f'lock.{name}', groups, **company)
            for name, groups in GROUPS.items()
        }
        cls.people['superuser'] = cls.env.ref('base.user_root')
        cls.entry = cls._record_entry()
        cls.log = cls.env['discount.card.tier.log']._append([
            {
                'card_id': cls.card.id,
                'date': '2026-01-01',
                'new_category_id': cls.gold.id,
                'reason': 'manual',
            }
        ])
        cls.env.flush_all()

    @classmethod
    def _record_entry(cls):
        invoice = cls.env['account.move'].create(
            cls._prepare_invoice(cls, cls.ann, (cls.coffee, 10), discount_card_id=cls.card.id)
        )
        invoice.action_post()
        return cls.card.entry_ids

    def _list_attacks(self, record):
        """Yield calls as a client sends them: method, arguments."""
        values = record.copy_data()[0] if record else {}
        yield 'create', [[values]]
        yield 'web_save', [[], values, {}]
        yield 'write', [record.ids, {'card_id': False}]
        yield 'write', [record.ids, {}]
        yield 'web_save', [record.ids, {'card_id': False}, {}]
        yield 'unlink', [record.ids]
        yield 'copy', [record.ids]
        yield 'load', [['.id', 'card_id/.id'], [[str(record.id), str(self.card.id)]]]
        yield 'name_create', ["Forged"]
        yield '_append', [[values]]
        yield '_relink', [record.ids, {'card_id': False}]
        yield '_record', [[values]]

    @mute_logger('odoo.models', 'odoo.sql_db', 'odoo.addons.base.models.ir_model')
    def test_nobody_writes_into_a_ledger_or_out_of_it(self):
        for record in (self.entry, self.log):
            facts = self._read_all(record)
            for name, user in self.people.items():
                for method, arguments in self._list_attacks(record):
                    for context in CONTEXTS:
                        with self.subTest(model=record._name, who=name, method=method):
                            self._attack(user, record._name, method, arguments, context)
                            self.assertEqual(self._read_all(record), facts)

    def _attack(self, user, model, method, arguments, context):
        """Call a method as a client does; what it is refused with is as good as any."""
        env = self.env(user=user, context={})
        kwargs = {'context': {**context, 'allowed_company_ids': self.company.ids}}
        try:
            with self.env.cr.savepoint():
                call_kw(env[model], method, arguments, kwargs)
                self.env.flush_all()
        except (AccessError, UserError, AttributeError, NotImplementedError):
            self.env.invalidate_all()

    def _read_all(self, record):
        """Return every row of the table, as the database has it."""
        self.env.flush_all()
        self.env.cr.execute(f"SELECT * FROM {record._table} ORDER BY id")
        return self.env.cr.fetchall()

    def test_sellers_read_the_ledger_of_their_company_only(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = new_test_user(
            self.env,
            'lock.stranger',
            GROUPS['manager'],
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )
        entries = self.env['discount.card.entry']
        self.assertEqual(entries.with_user(self.seller).search([]), self.entry)
        there = entries.with_user(stranger).with_context(allowed_company_ids=elsewhere.ids)
        self.assertFalse(there.search([]))
