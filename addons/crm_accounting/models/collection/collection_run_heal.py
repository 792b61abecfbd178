from odoo import models
from odoo.tools import SQL

from .collection_item_task import QUIET


class CollectionRun(models.Model):
    """Repair what core's SQL did behind the ORM: cascades, merges, imports, restored rows."""

    _inherit = 'collection.run'

    def _heal(self):
        """Close items whose debt is gone, and end collection tasks that have no item any more.

        Items without a task get one when the run processes their customer.
        """
        Item = self.env['collection.item']
        companies = self.policy_id._get_companies().ids
        moves = self.env.execute_query(SQL(_MOVES_TO_SYNC, companies))
        if moves:
            Item._sync_moves([move_id for (move_id,) in moves])
        tasks = self.env['mail.activity'].browse([
            task_id for (task_id,) in self.env.execute_query(SQL(_ORPHANED_TASKS))
        ])
        tasks.with_context(**QUIET).write({'active': False})


_MOVES_TO_SYNC = """
SELECT DISTINCT item.move_id
  FROM collection_item item
  JOIN account_move_line aml ON aml.id = item.move_line_id
 WHERE item.company_id = ANY(%s) AND item.state <> 'closed'
   AND (aml.reconciled OR aml.parent_state <> 'posted')
"""
_ORPHANED_TASKS = """
SELECT task.id FROM mail_activity task
 WHERE task.active AND task.collection_level_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM collection_item item
                    WHERE item.activity_id = task.id AND item.state <> 'closed')
"""
