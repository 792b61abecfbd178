from odoo.tools import SQL

MODELS = {
    'account.payment.plan': 'payment.plan',
    'account.payment.plan.debt': 'payment.plan.debt',
    'account.payment.plan.instalment': 'payment.plan.line',
}
# By model, as it is called now.
FIELDS = {
    'payment.plan': {'instalment_ids': 'line_ids', 'amount_left': 'amount_residual'},
    'payment.plan.line': {'date_due': 'date', 'amount_left': 'amount_residual'},
}
# By names of before, as views and templates use them.
WORDS = {
    'action_agree': 'action_confirm',
    'amount_left': 'amount_residual',
    'fulfilled': 'kept',
    'instalment_ids': 'line_ids',
}
# Columns in which Odoo keeps the name of a model, whatever the table.
NAME_COLUMNS = (
    *('model', 'model_id', 'model_name', 'parent_res_model', 'relation', 'res_model'),
    'resource',
)


def migrate(cr, version):
    """Keep the plans that were made before they were called `payment.plan`."""
    if not _has_table(cr, 'account_payment_plan'):
        return
    for old, new in MODELS.items():
        _rename_table(cr, old.replace('.', '_'), new.replace('.', '_'))
    _rename_models(cr)
    _rename_objects(cr, 'ir_model_data')
    _rename_objects(cr, 'ir_model_constraint')
    for model, names in FIELDS.items():
        for old, new in names.items():
            _rename_field(cr, model, old, new)
    cr.execute(SQL("ALTER TABLE payment_plan_line RENAME COLUMN date_due TO date"))
    _rename_in_texts(cr)
    _rename_kept(cr)
    cr.execute(
        SQL("UPDATE ir_sequence SET code = 'payment.plan' WHERE code = 'account.payment.plan'")
    )


def _has_table(cr, name):
    cr.execute(SQL("SELECT to_regclass(%s) IS NOT NULL", name))
    return cr.fetchone()[0]


def _rename_table(cr, old, new):
    """Rename a table and what is called after it: else Odoo makes it all once more beside it."""
    old_name, new_name = SQL.identifier(old), SQL.identifier(new)
    cr.execute(SQL("ALTER TABLE %s RENAME TO %s", old_name, new_name))
    cr.execute(
        SQL(
            "ALTER SEQUENCE %s RENAME TO %s",
            *map(SQL.identifier, (f'{old}_id_seq', f'{new}_id_seq')),
        )
    )
    cr.execute(SQL("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", new))
    for name in _called_after(cr, old):
        cr.execute(
            SQL(
                "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
                new_name,
                SQL.identifier(name),
                SQL.identifier(new + name.removeprefix(old)),
            )
        )
    cr.execute(SQL("SELECT indexname FROM pg_indexes WHERE tablename = %s", new))
    for name in _called_after(cr, old):
        cr.execute(
            SQL(
                "ALTER INDEX %s RENAME TO %s",
                SQL.identifier(name),
                SQL.identifier(new + name.removeprefix(old)),
            )
        )


def _called_after(cr, table):
    return [name for (name,) in cr.fetchall() if name.startswith(table)]


def _rename_models(cr):
    """Rename the models wherever they are named: chatter, followers, attachments, filters, ..."""
    cr.execute(
        SQL(
            """SELECT table_name, column_name
                 FROM information_schema.columns JOIN information_schema.tables
                USING (table_schema, table_name)
                WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
                  AND data_type = 'character varying' AND column_name IN %s""",
            NAME_COLUMNS,
        )
    )
    for table, column in cr.fetchall():
        for old, new in MODELS.items():
            cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(new)s WHERE %(column)s = %(old)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    old=old,
                    new=new,
                )
            )


def _rename_objects(cr, table):
    """Rename external ids, constraints: they contain the name of the table."""
    cr.execute(
        SQL(
            """UPDATE %s
                  SET name = replace(
                      replace(name, 'account_payment_plan_instalment', 'payment_plan_line'),
                      'account_payment_plan', 'payment_plan')
                WHERE name LIKE '%%account\\_payment\\_plan%%'""",
            SQL.identifier(table),
        )
    )


def _rename_field(cr, model, old, new):
    cr.execute(
        SQL("UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s", new, model, old)
    )
    prefix = f'field_{model.replace(".", "_")}__'
    cr.execute(
        SQL("UPDATE ir_model_data SET name = %s WHERE name = %s", prefix + new, prefix + old)
    )


def _rename_in_texts(cr):
    """Rename in views, which are validated before they are loaded anew, and in texts of people."""
    of_plans = SQL("model LIKE 'payment.plan%%'")
    for old, new in WORDS.items():
        _replace_word(cr, 'mail_template', 'body_html', old, new, of_plans)
        on_others = SQL("(%s OR arch_db::text LIKE '%%payment_plan_ids%%')", of_plans)
        _replace_word(cr, 'ir_ui_view', 'arch_db', old, new, on_others)
    for table, column in (('mail_template', 'body_html'), ('ir_ui_view', 'arch_db')):
        _replace_word(cr, table, column, 'date_due', 'date', of_plans)


def _replace_word(cr, table, column, old, new, condition):
    cr.execute(
        SQL(
            """UPDATE %(table)s
                  SET %(column)s = regexp_replace(%(column)s::text, %(word)s, %(new)s, 'g')::jsonb
                WHERE %(column)s::text ~ %(word)s AND %(condition)s""",
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            word=rf'\m{old}\M',
            new=new,
            condition=condition,
        )
    )


def _rename_kept(cr):
    """A plan that is paid as agreed was called fulfilled."""
    cr.execute(SQL("UPDATE payment_plan SET state = 'kept' WHERE state = 'fulfilled'"))
    cr.execute(
        SQL(
            """UPDATE ir_model_fields_selection selection SET value = 'kept'
                 FROM ir_model_fields field
                WHERE field.id = selection.field_id AND selection.value = 'fulfilled'
                  AND field.model = 'payment.plan' AND field.name = 'state'"""
        )
    )
    cr.execute(
        SQL(
            """UPDATE ir_model_data SET name = 'selection__payment_plan__state__kept'
                WHERE name = 'selection__payment_plan__state__fulfilled'"""
        )
    )
