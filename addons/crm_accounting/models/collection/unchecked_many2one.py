from odoo import fields


class UncheckedMany2one(fields.Many2one):
    """A many2one to a record that stays as long as the row: the database need not check it.

    A foreign key is checked for every row, which is most of the cost of writing a hundred thousand
    items. Entry and company of the journal item and customer of the case are guarded by their own
    keys, and runs are history that nobody deletes.
    """

    def update_db_foreign_key(self, model, column):
        """Make none."""
