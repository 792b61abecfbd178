{
    'name': "POS Hardware",
    'summary': "A proxy for receipt and label printers, drawers, scales, scanners and displays",
    'version': '19.0.1.1.0',
    'category': 'Sales/Point of Sale',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': ['point_of_sale'],
    'external_dependencies': {'python': ['pypdfium2']},
    'data': [
        # Security
        'security/ir.model.access.csv',
        'security/pos_hardware_security.xml',
        # Data
        'data/ir_cron_data.xml',
        'data/mail_activity_type_data.xml',
        # Views
        'views/pos_hardware_drawer_opening_views.xml',
        'views/pos_hardware_job_views.xml',
        'views/pos_hardware_proxy_views.xml',
        'views/pos_hardware_report_rule_views.xml',
        'views/pos_printer_views.xml',
        # Wizards
        'wizard/pos_hardware_pair_views.xml',
        # Settings and menus, which use the actions above
        'views/res_config_settings_views.xml',
        'views/pos_hardware_menus.xml',
    ],
    'assets': {
        'point_of_sale._assets_pos': [
            'pos_hardware/static/src/app/**/*',
            'pos_hardware/static/src/webclient/print_jobs_service.js',
            'pos_hardware/static/src/webclient/report_handler.js',
        ],
        'web.assets_backend': ['pos_hardware/static/src/webclient/**/*'],
        'web.assets_unit_tests': ['pos_hardware/static/tests/unit/**/*'],
    },
}
