from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import HOBBY, SIZE, PropertiesMixin


@tagged('post_install', '-at_install')
class TestPropertiesAccess(PropertiesMixin, TransactionCase):
    """A manager defines the customers' fields, employees fill them, customers see nothing."""

    def test_a_manager_who_is_no_administrator_adds_and_renames(self):
        self.assertFalse(self.manager.has_group('base.group_system'))
        self._define("Size")
        self._define("Shoe size", "Hobby")
        self.assertEqual(self._labels(), ["Shoe size", "Hobby"])

    def test_a_removed_field_takes_its_values_and_no_others(self):
        self._define("Size", "Hobby")
        self.other.properties = {SIZE: '42', HOBBY: "chess"}
        size, hobby = self.customer.with_user(self.manager).read(['properties'])[0]['properties']
        hobby['definition_deleted'] = True
        self.customer.with_user(self.manager).write({'properties': [size, hobby]})
        self.env.invalidate_all()
        self.assertEqual(self._labels(), ["Size"])
        self.assertEqual(dict(self.other.properties), {SIZE: '42'})

    def test_a_collector_fills_the_fields(self):
        self._define("Size")
        customer = self.customer.with_user(self.collector)
        [size] = customer.read(['properties'])[0]['properties']
        customer.write({'properties': [{**size, 'value': '43'}]})
        self.assertEqual(self.customer.properties[SIZE], '43')

    def test_a_collector_defines_nothing(self):
        self._define("Size")
        size = self.customer.read(['properties'])[0]['properties'][0]
        changes = {
            'added': [size, {'string': "Hobby", 'type': 'char', 'definition_changed': True}],
            'renamed': [{**size, 'string': "Hat", 'definition_changed': True}],
            'removed': [{**size, 'definition_deleted': True}],
        }
        for what, properties in changes.items():
            with self.subTest(what), self.assertRaises(AccessError):
                self.customer.with_user(self.collector).write({'properties': properties})
        with self.assertRaises(AccessError):
            self.definition.with_user(self.collector).write({'properties_definition': []})
        self.assertFalse(self.definition.with_user(self.collector).has_access('write'))
        self.assertEqual(self._labels(), ["Size"])

    def test_a_manager_reaches_no_other_definition(self):
        field = self.env['ir.model.fields']._get('crm.lead', 'lead_properties')
        Definition = self.env['properties.base.definition']
        foreign = Definition.create({'properties_field_id': field.id})
        found = Definition.with_user(self.manager).search([])
        self.assertIn(self.definition, found)
        self.assertNotIn(foreign, found)
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).write({'properties_definition': []})

    def test_an_administrator_who_is_a_manager_too_defines_all(self):
        field = self.env['ir.model.fields']._get('crm.lead', 'lead_properties')
        foreign = self.env['properties.base.definition'].create({'properties_field_id': field.id})
        self.manager.group_ids |= self.env.ref('base.group_system')
        foreign.with_user(self.manager).write({'properties_definition': []})
        self.assertEqual(foreign.properties_definition, [])

    def test_a_manager_makes_and_deletes_no_definition(self):
        for operation in ('create', 'unlink'):
            self.assertFalse(self.definition.with_user(self.manager).has_access(operation))

    def test_the_rule_lets_nobody_delete_who_may_delete_other_definitions(self):
        group = self.env['res.groups'].create({'name': "Another addon's"})
        model_id = self.env['ir.model']._get_id('properties.base.definition')
        self.env['ir.model.access'].create({
            'name': "another addon's",
            'model_id': model_id,
            'group_id': group.id,
            'perm_unlink': True,
        })
        self.env['ir.rule'].create({
            'name': "another addon's",
            'model_id': model_id,
            'groups': [Command.link(group.id)],
            'domain_force': "[('properties_field_id.model', '=', 'mailing.contact')]",
        })
        self.manager.group_ids |= group
        self.assertFalse(self.definition.with_user(self.manager).has_access('unlink'))

    def test_a_portal_user_learns_neither_values_nor_names(self):
        self._define("Credit risk")
        self.customer.properties = {SIZE: "high"}
        buyer = new_test_user(self.env, 'property.buyer', 'base.group_portal')
        buyer.partner_id.parent_id = self.customer
        mine = self.customer.with_user(buyer)
        self.assertEqual(mine.name, "Bakery Ltd")
        self.assertNotIn('properties', mine.fields_get())
        with self.assertRaises(AccessError):
            mine.read(['properties'])
        with self.assertRaises(AccessError):
            mine.search([(f'properties.{SIZE}', '=', "high")])
        Definition = self.env['properties.base.definition']
        with self.assertRaises(AccessError):
            Definition.with_user(buyer).get_properties_base_definition('res.partner', 'properties')
        [told] = Definition.with_user(self.collector).get_properties_base_definition(
            'res.partner', 'properties'
        )['records']
        self.assertEqual([one['string'] for one in told['properties_definition']], ["Credit risk"])
