from odoo.tests import new_test_user

SIZE, HOBBY = 'a1a1a1a1a1a1a1a1', 'b2b2b2b2b2b2b2b2'
MANAGER = 'crm_accounting.crm_accounting_group_manager'
COLLECTOR = 'crm_accounting.crm_accounting_group_user'


class PropertiesMixin:
    """Who defines and fills the fields that a firm adds to its customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user('property.manager', MANAGER)
        cls.collector = cls._make_user('property.collector', COLLECTOR)
        cls.customer, cls.other = cls.env['res.partner'].create([
            {'name': "Bakery Ltd", 'is_company': True},
            {'name': "Jane Baker"},
        ])
        cls.definition = cls.customer.properties_base_definition_id
        cls.definition.properties_definition = []

    @classmethod
    def _make_user(cls, login, group):
        """Return a user who edits and exports contacts, as most employees do, and no more."""
        return new_test_user(
            cls.env, login, f'{group},base.group_partner_manager,base.group_allow_export'
        )

    def _define(self, *labels):
        """Let a manager define fields by saving a customer, as the form does."""
        changed = [
            {'name': name, 'string': label, 'type': 'char', 'definition_changed': True}
            for name, label in zip((SIZE, HOBBY), labels, strict=False)
        ]
        self.customer.with_user(self.manager).write({'properties': changed})

    def _labels(self):
        return [field['string'] for field in self.definition.properties_definition]
