from odoo.tools import SQL
from odoo.tools.sql import drop_constraint

UNCHECKED = ('company_id', 'currency_id', 'level_id', 'move_id', 'partner_id', 'run_id')


def migrate(cr, version):
    """Drop the foreign keys that items do not need: what they refer to stays as long as they."""
    for fname in UNCHECKED:
        name = f'collection_item_{fname}_fkey'
        drop_constraint(cr, 'collection_item', name)
        cr.execute(SQL("DELETE FROM ir_model_constraint WHERE name = %s", name))
