from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    is_collection_team = fields.Boolean(
        string="Collection", help="This team works tasks for overdue invoices."
    )
    collection_assignment = fields.Selection(
        selection=[('queue', "Queue: whoever is free takes one"), ('turn', "Members in turn")],
        string="Collection Tasks",
        required=True,
        default='queue',
    )
    collection_last_user_id = fields.Many2one(
        comodel_name='res.users',
        string="Last Given a Collection Task",
        readonly=True,
        copy=False,
        ondelete='set null',
    )

    def _take_collection_turn(self, company):
        """Return the member whose turn it is, and remember it; nobody for a queue.

        :param res.company company: only members who work in it are asked
        :rtype: res.users
        """
        self.ensure_one()
        members = self._get_collection_members(company).sorted('id')
        if self.collection_assignment == 'queue' or not members:
            return self.env['res.users']
        later = members.filtered(lambda user: user.id > self.collection_last_user_id.id)
        self.collection_last_user_id = (later or members)[0]
        return self.collection_last_user_id

    def _get_collection_members(self, company):
        """Return the members who may be given a task of `company`.

        :rtype: res.users
        """
        return self.member_ids.filtered(lambda user: user._can_collect_in(company))
