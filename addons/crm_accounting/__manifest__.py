{
    "name": "Customer accounting",
    "summary": "Overdue invoices become tasks that only a payment can close",
    "version": "19.0.1.2.0",
    "category": "Accounting/Accounting",
    "author": "crm_accounting team",
    "license": "LGPL-3",
    "depends": [
        "account",
        "contacts",
        "crm",
        "purchase_stock",
        "sale_management",
        "sale_stock",
    ],
    "data": [
        # Security
        "security/crm_accounting_groups.xml",
        "security/ir.model.access.csv",
        "security/collection/collection_security.xml",
        "security/payment/account_payment_plan_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        # Reports
        "report/payment/account_payment_plan_templates.xml",
        "data/mail_template_data.xml",
        # Wizards
        "wizard/collection/collection_item_hold_views.xml",
        "wizard/collection/collection_item_write_off_views.xml",
        # Views
        "views/collection/collection_policy_views.xml",
        "views/collection/collection_item_views.xml",
        "views/collection/collection_case_views.xml",
        "views/collection/collection_run_views.xml",
        "views/collection/account_move_views.xml",
        "views/collection/crm_team_views.xml",
        "views/collection/mail_activity_views.xml",
        "views/collection/res_partner_views.xml",
        "views/payment/account_payment_plan_views.xml",
        "views/payment/account_move_views.xml",
        "views/payment/collection_case_views.xml",
        "views/crm_accounting_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["crm_accounting/static/src/**/*"],
        "web.assets_unit_tests": ["crm_accounting/static/tests/unit/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
