from odoo.tools import SQL
from odoo.tools.sql import drop_constraint

COPIED = ('company_id', 'currency_id', 'move_id', 'partner_id')


def migrate(cr, version):
    """Drop the foreign keys of what items copy from their journal item and case."""
    for fname in COPIED:
        name = f'collection_item_{fname}_fkey'
        drop_constraint(cr, 'collection_item', name)
        cr.execute(SQL("DELETE FROM ir_model_constraint WHERE name = %s", name))
