from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from .pos_hardware_job import WAITING, now

_lt = LazyTranslate(__name__)

ACTIVITY = 'pos_hardware.mail_activity_type_print'
# Ends that Odoo declared while the proxy was silent: the proxy knows better.
VERDICTS = {
    'expired': _lt("No proxy fetched it in time: nothing was printed."),
    'revoked': _lt("The proxy was revoked before it fetched this: nothing was printed."),
    'not_reported': _lt("The proxy took it and did not tell its end: look before printing again."),
}


class PosHardwareJob(models.Model):
    """How a job ends, and who hears of it."""

    _inherit = 'pos.hardware.job'

    @api.model
    def _give_up_late(self, domain=Domain.TRUE):
        """End what nobody fetched, or fetched and forgot, by its deadline."""
        self._give_up(Domain(domain) & Domain('date_deadline', '<', now()), 'expired')

    @api.model
    def _give_up(self, domain, code):
        """End jobs that wait; one that was handed out may be on paper."""
        jobs = self.sudo().search(Domain(domain) & Domain('state', 'in', WAITING))
        fetched = jobs.filtered(lambda job: job.state == 'fetched')
        fetched._declare('unknown', 'not_reported')
        (jobs - fetched)._declare('failed', code)

    def _declare(self, state, code):
        message = self.env._(VERDICTS[code])
        self.write({'state': state, 'code': code, 'message': message, 'ended_at': now()})
        self._after_end()

    def _after_end(self):
        """Tell those who wait, leave a task where something was not printed, drop the content."""
        done = self.filtered(lambda job: job.state == 'done')
        (self - done)._open_activities()
        (self - done).proxy_id._tell_screens()
        done._close_activities(self.env._("Printed after all."))
        done._close_same_documents()
        if not self._keeps_content():
            done.filtered('has_content').write({'content': False})
        for job in self.filtered('user_id'):
            job.user_id._bus_send('pos_hardware.job', job._describe())

    @api.model
    def _keeps_content(self):
        parameters = self.env['ir.config_parameter'].sudo()
        return parameters.get_param('pos_hardware.keep_content') == 'True'

    # === TASKS === #

    def _open_activities(self):
        """Leave one task for each job, ever; a drawer that stays shut is seen at once."""
        printed = self.filtered(lambda job: job.kind != 'drawer')
        for proxy, jobs in (printed - printed._with_activity()).grouped('proxy_id').items():
            # No mail for each: a printer without paper fails a hundred times.
            jobs.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY, user_id=jobs[:1]._find_responsible(proxy).id
            )

    def _with_activity(self):
        """Return those that have, or had, a task."""
        activities = self.env['mail.activity'].with_context(active_test=False)
        found = activities.search([
            ('res_model', '=', self._name),
            ('res_id', 'in', self.ids),
            ('activity_type_id', '=', self.env.ref(ACTIVITY).id),
        ])
        return self.browse(found.mapped('res_id'))

    def _find_responsible(self, proxy):
        """Return who gets the task; nobody where neither may see the job any more."""
        for user in (proxy.user_id, proxy.create_uid):
            alone = self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            if user.active and alone.has_access('read'):
                return user
        return proxy.user_id.browse()

    def _close_activities(self, feedback):
        self.filtered('activity_ids').activity_feedback([ACTIVITY], feedback=feedback)

    def _close_same_documents(self):
        """Close the tasks of earlier tries: a cashier prints again under a new uuid."""
        documents = [document for document in set(self.mapped('document')) if document]
        if not documents:
            return
        earlier = self.search([
            ('document', 'in', documents),
            ('company_id', 'in', self.company_id.ids),
            ('state', 'in', ('failed', 'unknown')),
            ('activity_ids', '!=', False),
        ])
        earlier._close_activities(self.env._("The same document was printed since."))
