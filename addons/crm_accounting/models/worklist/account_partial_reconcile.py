from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = 'account.partial.reconcile'

    # What was paid in part: the work screen reads these debts live.
    _collection_partly_index = models.Index("(debit_move_id) WHERE full_reconcile_id IS NULL")
