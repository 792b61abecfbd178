from odoo import fields


class CopiedMany2one(fields.Many2one):
    """A many2one that repeats what another column of the row leads to, for indexes and rules.

    The database checks a foreign key for every row, which is most of the cost of writing a hundred
    thousand items; that of the column it is copied from guards the same fact already.
    """

    def update_db_foreign_key(self, model, column):
        """Make none."""
