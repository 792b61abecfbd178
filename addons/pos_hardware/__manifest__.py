{
    'name': "POS Hardware",
    'summary': "A proxy for receipt and label printers, drawers, scales, scanners and displays",
    'version': '19.0.1.0.0',
    'category': 'Sales/Point of Sale',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': ['point_of_sale'],
    'assets': {
        'point_of_sale._assets_pos': ['pos_hardware/static/src/app/**/*'],
        'web.assets_unit_tests': ['pos_hardware/static/tests/unit/**/*'],
    },
}
