from odoo import api, models


class CollectionDispute(models.Model):
    """Disputes that nobody has settled in time."""

    _inherit = 'collection.dispute'

    @api.model
    def _tell_leaders(self, companies):
        """Give the leader a task for each open dispute whose deadline has passed, once.

        :param res.company companies: those of a run
        """
        for company in companies:
            late = self.search([
                ('company_id', '=', company.id),
                ('state', '=', 'open'),
                ('is_late_told', '=', False),
                ('deadline', '<', company._get_collection_today()),
            ])
            for dispute in late:
                dispute._tell_leader()
            late.is_late_told = True

    def _tell_leader(self):
        self.ensure_one()
        leader = self._get_leader()
        if leader:
            self.activity_schedule(
                'mail.mail_activity_data_warning',
                date_deadline=self.company_id._get_collection_today(),
                summary=self.env._("This dispute was not settled in time"),
                user_id=leader.id,
            )

    def _get_leader(self):
        """Return who leads the team of the customer, else the collection; empty for nobody."""
        leader = self._get_case().team_id.user_id
        is_able = leader._can_collect_in(self.company_id)
        return leader if is_able else self.company_id._get_collection_leader()

    def _get_case(self):
        return self.env['collection.case'].search([
            ('partner_id', '=', self.partner_id.id),
            ('company_id', '=', self.company_id.id),
        ])
