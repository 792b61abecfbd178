"""The trader and its people."""

from odoo import Command

# Salespeople chase the invoices of their own customers.
SALES_GROUPS = [
    'sales_team.group_sale_salesman_all_leads',
    'crm_accounting.crm_accounting_group_user',
]
PEOPLE = {
    'elena': ("Elena Petrova", SALES_GROUPS),
    'georgi': ("Georgi Dimitrov", SALES_GROUPS),
    'maria': (
        "Maria Ivanova",
        ['account.group_account_invoice', 'crm_accounting.crm_accounting_group_user'],
    ),
    'petar': ("Petar Kolev", ['purchase.group_purchase_user', 'stock.group_stock_user']),
}


def open_business(env):
    """Give the database's company a face, an address and the euro."""
    company = env.company
    company.write({
        'name': "Thracia Coffee & Tea",
        'street': "14 Hristo Danov Street",
        'zip': '4000',
        'city': "Plovdiv",
        'country_id': env.ref('base.bg').id,
        'currency_id': activate_euro(env).id,
        'email': 'office@thracia.example.com',
        'phone': '+359 32 555 010',
    })
    env['product.pricelist'].search([]).currency_id = company.currency_id
    # The generic chart of accounts is American: it would take Bulgaria for abroad.
    env['account.fiscal.position'].search([]).active = False
    company.account_sale_tax_id.write({'name': "VAT 20%", 'amount': 20})
    company.account_purchase_tax_id.write({'name': "VAT 20%", 'amount': 20})
    company.account_sale_tax_id.tax_group_id.name = "VAT"
    return company


def activate_euro(env):
    euro = env.ref('base.EUR')
    euro.active = True
    return euro


def hire(env, company):
    """Return the users by login; their password is their login, as the admin's is."""
    team = env.ref('sales_team.team_sales_department')
    users = {}
    for login, (name, groups) in PEOPLE.items():
        users[login] = (
            env['res.users']
            .with_context(no_reset_password=True)
            .create({
                'name': name,
                'login': login,
                'password': login,
                'email': f'{login}@thracia.example.com',
                'company_id': company.id,
                'group_ids': [Command.link(group.id) for group in known_groups(env, groups)],
            })
        )
    team.member_ids = users['elena'] + users['georgi']
    return users


def known_groups(env, names):
    """Return the internal user's group and those of the named ones that are installed."""
    found = (env.ref(name, raise_if_not_found=False) for name in ['base.group_user', *names])
    return [group for group in found if group]
