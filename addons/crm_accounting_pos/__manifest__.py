{
    'name': "Customer Accounting at the Till",
    'summary': "The cashier sees what a customer owes and takes the payment",
    'version': '19.0.1.0.0',
    'category': 'Hidden',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': ['crm_accounting', 'point_of_sale'],
    'data': [
        # Security
        'security/ir.model.access.csv',
        'security/pos_debt_payment_security.xml',
        'security/replenishment/sale_replenishment_report_security.xml',
        # Views
        'views/pos_debt_payment_views.xml',
        'views/replenishment/pos_session_views.xml',
    ],
    'assets': {
        'point_of_sale._assets_pos': ['crm_accounting_pos/static/src/app/**/*'],
        'web.assets_unit_tests': ['crm_accounting_pos/static/tests/unit/**/*'],
        'web.assets_tests': ['crm_accounting_pos/static/tests/tours/**/*'],
    },
    'auto_install': True,
}
