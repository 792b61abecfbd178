"""Documents that were there before the addon: none of them is computed, but open quotations."""

from odoo.tools import SQL

OPEN_STATES = ('draft', 'sent')
FACTS = {
    'card_percent': 'numeric',
    'card_given': 'numeric',
    'card_origin': "varchar NOT NULL DEFAULT 'none'",
    'card_prior_discount': 'numeric',
    'card_prior_origin': "varchar NOT NULL DEFAULT 'none'",
    'card_rule_names': 'varchar',
}
COLUMNS = {
    'account_move_line': FACTS,
    'sale_order_line': {
        **FACTS,
        'card_gross_excluded': 'numeric',
        'card_gross_included': 'numeric',
    },
    'pos_order_line': {
        **FACTS,
        'card_expected': 'numeric',
    },
    'sale_order': {
        'card_discount_total': 'numeric',
        'card_next_tier': 'jsonb',
        'card_outcome': 'jsonb',
        'discount_card_id': 'int4',
        'discount_category_id': 'int4',
    },
}


def pre_init_hook(env):
    """Add the columns empty: what finds its column does not compute years of documents.

    A default of a new column costs nothing in PostgreSQL; writing it into every row would.
    """
    for table, columns in COLUMNS.items():
        for name, definition in columns.items():
            env.cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s",
                    SQL.identifier(table),
                    SQL.identifier(name),
                    SQL(definition),  # pylint: disable=sql-injection
                )
            )


def post_init_hook(env):
    """A quotation may get a card tomorrow: it needs the amounts before discounts."""
    lines = env['sale.order.line'].search([('order_id.state', 'in', OPEN_STATES)])
    for name in ('card_gross_excluded', 'card_gross_included'):
        env.add_to_compute(lines._fields[name], lines)
