from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class CollectionCase(models.Model):
    """Whose the tasks of a case are, and the level it has reached."""

    _inherit = 'collection.case'

    def _get_responsible(self, policy, level, salesperson, company):
        """Return whose task this is; empty for the team's queue, or when there is nobody.

        The level's person, the case's collector, the invoice's salesperson, the collection team
        (its queue or its members in turn), the policy's fallback.

        :rtype: res.users
        """
        self.ensure_one()
        for user in (level.user_id, self.user_id, salesperson):
            if user._can_collect_in(company):
                return user
        team = self.team_id or policy.team_id
        if team:
            return team._take_collection_turn(company)
        return (
            policy.user_id if policy.user_id._can_collect_in(company) else policy.user_id.browse()
        )

    def _get_or_create(self, partner_id, company):
        """Return the case of a customer, made where it is missing.

        :param int partner_id: commercial partner
        :param res.company company: company of the debt
        :raise ConcurrencyError: when another transaction makes it at this moment; whoever asked
            tries again
        """
        domain = [('partner_id', '=', partner_id), ('company_id', '=', company.id)]
        if case := self.search(domain):
            return case
        try:
            with self.env.cr.savepoint():
                return self.create({'partner_id': partner_id, 'company_id': company.id})
        except UniqueViolation as error:
            raise ConcurrencyError("A case was opened twice at once") from error

    def _update_level(self):
        """Set each case to the highest level of its live items; none when it is settled.

        Cases are written even when nothing changes: of two transactions that close items under one
        task, add one, or merge customers, each must see what the other one did: one is repeated.
        """
        self.env['collection.item'].flush_model(['case_id', 'level_id', 'state'])
        self.env.execute_query(
            SQL(
                """
                UPDATE collection_case kase
                   SET level_id = (SELECT level.id FROM collection_item item
                                     JOIN collection_level level ON level.id = item.level_id
                                    WHERE item.case_id = kase.id AND item.state <> 'closed'
                                 ORDER BY level.days DESC LIMIT 1)
                 WHERE kase.id = ANY(%s) RETURNING 1
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(['level_id'])

    def _keep_one_task(self):
        """After a merge: one live task for the case, the older one; the other is done."""
        self.ensure_one()
        items = self.item_ids.filtered(
            lambda item: item.state != 'closed' and item.activity_id.res_model == self._name
        )
        tasks = items.activity_id.filtered('active').sorted('id')
        if len(tasks) > 1:
            items.activity_id = tasks[0]
            items.flush_recordset(['activity_id'])
            tasks.invalidate_recordset(['collection_item_ids'])
            # Tasks without items are not collection tasks any more, and so not locked.
            tasks[1:].write({'active': False})
            tasks[0]._refresh_from_items()
