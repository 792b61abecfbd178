from odoo.tools import SQL


def post_init_hook(env):
    """Give every company that exists already a collection policy.

    A company with overdue debts of the time before starts only when a manager has seen the preview
    and said so; the others are chased from the first night.

    :param odoo.api.Environment env: superuser environment of the installation
    """
    companies = env['res.company'].search([('parent_id', '=', False)])
    companies._create_collection_policies()


def uninstall_hook(env):
    """End the collection: without items no task is locked, and core can remove its type.

    Done tasks stay in the history of the invoices, as ordinary to-dos; cases go with the
    addon.

    :param odoo.api.Environment env: superuser environment of the removal
    """
    todo = env.ref('mail.mail_activity_data_todo')
    shipped = env['ir.model.data'].search([
        ('module', '=', 'crm_accounting'),
        ('model', '=', 'mail.activity.type'),
    ])
    for table in ('collection_item', 'collection_run', 'collection_level', 'collection_policy'):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.cr.execute(SQL("DELETE FROM mail_activity WHERE is_collection AND active"))
    env.cr.execute(
        SQL(
            "UPDATE mail_activity SET activity_type_id = %s WHERE activity_type_id = ANY(%s)",
            todo.id,
            shipped.mapped('res_id'),
        )
    )
    env.cr.execute(
        SQL(
            "UPDATE mail_activity_plan_template SET activity_type_id = %s"
            " WHERE activity_type_id = ANY(%s)",
            todo.id,
            shipped.mapped('res_id'),
        )
    )
    env.invalidate_all()
