def post_init_hook(env):
    """Give every company that exists already a collection policy.

    A company with overdue debts of the time before starts only when a manager has seen the preview
    and said so; the others are chased from the first night.

    :param odoo.api.Environment env: superuser environment of the installation
    """
    companies = env['res.company'].search([('parent_id', '=', False)])
    companies._create_collection_policies()
