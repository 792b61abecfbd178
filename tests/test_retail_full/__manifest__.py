{
    'name': "Retail: Stories Across Addons",
    'summary': "Tests of what a trader does with all addons together; installs nothing of its own",
    'version': '19.0.1.0.0',
    'category': 'Hidden/Tests',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': [
        'crm_accounting',
        'loyalty_cards',
        'payment_demo',
        'pos_hardware',
        'sale_loyalty',
        'sale_margin',
    ],
}
