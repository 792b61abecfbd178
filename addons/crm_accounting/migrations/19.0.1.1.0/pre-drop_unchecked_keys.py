from odoo.tools import SQL

UNCHECKED = ('company_id', 'move_id', 'partner_id', 'run_id')


def migrate(cr, version):
    """Drop the foreign keys that items do not need: what they refer to stays as long as they."""
    for fname in UNCHECKED:
        name = f'collection_item_{fname}_fkey'
        constraint = SQL.identifier(name)
        cr.execute(SQL("ALTER TABLE collection_item DROP CONSTRAINT IF EXISTS %s", constraint))
        cr.execute(SQL("DELETE FROM ir_model_constraint WHERE name = %s", name))
