from odoo.tests import TransactionCase, tagged

ADDONS = ('crm_accounting', 'loyalty_cards', 'pos_hardware')


@tagged('post_install', '-at_install')
class TestInstallation(TransactionCase):
    def test_addons_are_installed_as_apps_of_their_own(self):
        modules = self.env['ir.module.module'].search([('name', 'in', ADDONS)])
        self.assertEqual(set(modules.mapped('name')), set(ADDONS))
        self.assertEqual(set(modules.mapped('state')), {'installed'})
        self.assertEqual(set(modules.mapped('license')), {'LGPL-3'})

    def test_addons_do_not_depend_on_each_other(self):
        modules = self.env['ir.module.module'].search([('name', 'in', ADDONS)])
        self.assertFalse(set(modules.dependencies_id.mapped('name')) & set(ADDONS))

    def test_phone_numbers_are_normalised(self):
        partner = self.env['res.partner'].create({
            'name': "Aroma Ltd",
            'phone': '02 981 2345',
            'country_id': self.env.ref('base.bg').id,
        })
        self.assertEqual(partner.phone_sanitized, '+35929812345')
