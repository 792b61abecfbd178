from odoo import models
from odoo.tools import SQL


class CollectionRun(models.Model):
    """Repair what core's SQL did behind the ORM: cascades, merges, imports, restored rows."""

    _inherit = 'collection.run'

    def _heal_items(self, outcomes):
        """Let items follow their journal items where nobody has told them.

        :param list outcomes: what a look has found; nothing is asked when all items are sound
        :return: whether anything was to be done
        """
        companies = self.covered_company_ids.ids
        Item = self.env['collection.item']
        live = Item.search_count([('company_id', 'in', companies), ('state', '!=', 'closed')])
        if live == sum(row['sound_count'] for row in outcomes):
            return False
        moves = self.env.execute_query(SQL(_MOVES_TO_SYNC, companies))
        Item._sync_moves([move_id for (move_id,) in moves])
        return bool(moves)

    def _heal_tasks(self):
        """End collection tasks that have no item, and give away those of people who cannot work.

        Items without a task get one when the run processes their customer.
        """
        orphans = self.env.execute_query(SQL(_ORPHANED_TASKS))
        self.env['mail.activity'].browse([task_id for (task_id,) in orphans])._end_without_items()
        users = self.env.execute_query(SQL(_USERS, self.covered_company_ids.ids))
        for company_id, user_id in users:
            company = self.env['res.company'].browse(company_id)
            if not self.env['res.users'].browse(user_id)._can_collect_in(company):
                tasks = self.env.execute_query(SQL(_TASKS_OF_USER, company_id, user_id))
                self.env['mail.activity'].browse([task for (task,) in tasks])._assign_again()


_MOVES_TO_SYNC = """
SELECT DISTINCT item.move_id
  FROM collection_item item
  JOIN account_move_line aml ON aml.id = item.move_line_id
  JOIN account_account account ON account.id = aml.account_id
  LEFT JOIN res_partner partner ON partner.id = aml.partner_id
 WHERE item.company_id = ANY(%s) AND item.state <> 'closed'
   AND (aml.reconciled OR aml.parent_state <> 'posted' OR aml.balance <= 0
        OR account.account_type <> 'asset_receivable'
        OR aml.date_maturity <> item.date_due OR aml.currency_id <> item.currency_id
        OR partner.commercial_partner_id IS DISTINCT FROM item.partner_id)
"""
_ORPHANED_TASKS = """
SELECT task.id FROM mail_activity task
 WHERE task.active AND task.is_collection
   AND NOT EXISTS (SELECT 1 FROM collection_item item
                    WHERE item.activity_id = task.id AND item.state <> 'closed')
"""
_USERS = """
SELECT DISTINCT item.company_id, task.user_id
  FROM collection_item item
  JOIN mail_activity task ON task.id = item.activity_id AND task.active
 WHERE item.company_id = ANY(%s) AND item.state <> 'closed' AND task.user_id IS NOT NULL
"""
_TASKS_OF_USER = """
SELECT DISTINCT task.id
  FROM collection_item item
  JOIN mail_activity task ON task.id = item.activity_id AND task.active
 WHERE item.company_id = %s AND item.state <> 'closed' AND task.user_id = %s
"""
