from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..collection.common import TODAY
from .common import DAY_BACK, LAST_DAY, AbsenceCommon


@tagged('post_install', '-at_install')
class TestAbsence(AbsenceCommon):
    """Tasks are with the substitute exactly on the days of the absence."""

    def test_from_today_on_the_tasks_are_the_substitutes_and_come_back_afterwards(self):
        self.case.user_id = self.anna
        self._leave()
        self.assertEqual(self.task.user_id, self.ben)
        self.assertEqual(self.case.user_id, self.anna)
        self.assertIn(self.ben.partner_id, self.case.message_partner_ids)
        new = self._new_task_of(self.anna)
        self.assertEqual(new.user_id, self.ben)
        self._follow_on(LAST_DAY)
        self.assertEqual((self.task | new).user_id, self.ben)
        self._follow_on(DAY_BACK)
        self.assertEqual((self.task | new).user_id, self.anna)
        self.assertFalse((self.task | new).collection_absence_id)

    def test_nothing_happens_before_the_first_day(self):
        self.policy.action_stop()  # nor does it take a run that is started
        self._leave(start='2024-06-17')
        self.assertEqual(self.task.user_id, self.anna)
        self._follow_on('2024-06-16')
        self.assertEqual(self.task.user_id, self.anna)
        self._follow_on('2024-06-17 10:00:00')
        self.assertEqual(self.task.user_id, self.ben)
        self._follow_on('2024-07-30')  # the scheduled action slept
        self.assertEqual(self.task.user_id, self.anna)

    def test_the_day_begins_where_the_person_lives(self):
        self.anna.tz = 'Pacific/Auckland'
        self._leave(start='2024-06-15')
        self._follow_on('2024-06-14 11:59:00')
        self.assertEqual(self.task.user_id, self.anna)
        self._follow_on('2024-06-14 12:01:00')
        self.assertEqual(self.task.user_id, self.ben)

    def test_the_scheduled_action_changes_nothing_twice(self):
        cron = self.env.ref('crm_accounting.ir_cron_collection_absence')
        self._leave(start='2024-06-15')
        self.env.flush_all()
        with self.freeze('2024-06-15 09:00:00'), self.enter_registry_test_mode():
            for _time in range(2):
                cron.method_direct_trigger()
                self.task.invalidate_recordset()
                self.assertEqual(self.task.user_id, self.ben)
                stamp = self.task.write_date
        self.assertEqual(self.task.write_date, stamp)

    def test_what_was_given_away_by_hand_stays_there(self):
        self._leave()
        self.task.with_user(self.ben).user_id = self.carl
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.carl)

    def test_what_is_given_to_who_is_away_is_with_the_substitute(self):
        self.task.user_id = self.carl
        self._leave()
        self.assertEqual(self.task.user_id, self.carl)
        self.case.with_user(self.manager).user_id = self.anna
        self.assertEqual(self.task.user_id, self.ben)
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.anna)

    def test_a_task_that_lives_again_finds_who_is_there(self):
        payment = self._pay(self.invoice)
        absence = self._leave()
        payment.action_draft()
        self._commit()
        self.assertEqual(self.task.user_id, self.ben)
        payment.action_post()
        self._commit()
        self.assertFalse(self.task.active)
        absence.action_back()
        payment.action_draft()
        self._commit()
        self.assertChased(self.invoice)
        self.assertEqual(self.task.user_id, self.anna)

    def test_a_level_whose_person_is_away_gives_the_task_to_the_substitute(self):
        self.policy.level_ids.user_id = self.carl
        self._leave(self.carl)
        with self.freeze('2024-06-20'):
            new = self._new_task_of(self.anna)
        self.assertEqual(new.user_id, self.ben)
        self._follow_on(DAY_BACK)
        self.assertEqual((new.user_id, self.task.user_id), (self.carl, self.anna))

    # === ENDED, PROLONGED, CHANGED === #

    def test_who_is_back_on_the_first_day_gets_everything_back_at_once(self):
        absence = self._leave()
        absence.action_back()
        self.assertEqual(absence.state, 'over')
        self.assertEqual(self.task.user_id, self.anna)
        self._leave(substitute='carl')  # and may leave again
        self.assertEqual(self.task.user_id, self.carl)

    def test_dates_and_substitute_change_at_once(self):
        absence = self._leave()
        absence.substitute_id = self.carl
        self.assertEqual(self.task.user_id, self.carl)
        absence.date_end = '2024-06-28'
        self._follow_on('2024-06-28')
        self.assertEqual(self.task.user_id, self.carl)
        absence.date_end = '2024-06-13'
        self.assertEqual(self.task.user_id, self.anna)
        absence.date_end = TODAY
        self.assertEqual(self.task.user_id, self.carl)
        absence.unlink()
        self.assertEqual(self.task.user_id, self.anna)

    def test_the_substitute_is_told_once_and_the_customers_not(self):
        before = self._count_messages()
        self._leave()
        self.assertEqual(self._count_messages(), before)
        told = (
            self.env['mail.message'].sudo().search([('partner_ids', 'in', self.ben.partner_id.ids)])
        )
        self.assertEqual(told.mapped('subject'), ["You stand in for Anna"])

    def _count_messages(self):
        return len(self.case.message_ids)

    # === WHO WORKS THEM === #

    def test_without_substitute_the_team_works_them(self):
        self.policy.team_id = self.team
        self._leave(substitute=None)
        new = self._new_task_of(self.anna)
        self.assertFalse((self.task | new).user_id)
        new.with_user(self.carl).user_id = self.carl
        self._follow_on(DAY_BACK)
        self.assertEqual((self.task.user_id, new.user_id), (self.anna, self.carl))

    def test_without_team_the_fallback_works_them_else_they_stay(self):
        absence = self._leave(substitute=None)
        self.assertEqual(self.task.user_id, self.anna)
        self.policy.user_id = self.manager
        absence._follow()
        self.assertEqual(self.task.user_id, self.manager)

    def test_a_substitute_who_is_away_too_has_a_substitute(self):
        self.policy.team_id = self.team
        self._leave()
        away = self._leave(self.ben, 'carl')
        self.assertEqual(self.task.user_id, self.carl)
        away.substitute_id = self.anna  # in a circle
        self.assertFalse(self.task.user_id)
        away.action_back()
        self.assertEqual(self.task.user_id, self.ben)
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.anna)

    def test_where_the_substitute_cannot_work_somebody_else_does_and_the_form_says_so(self):
        self.policy.user_id = self.manager
        with Form(self.env['collection.absence'].with_user(self.anna)) as form:
            form.date_end = LAST_DAY
            form.substitute_id = self.ben
            self.assertIn("Ben works the tasks (now 1)", form.hand_over)
        self.assertEqual(self.task.user_id, self.ben)
        absence = form.record
        self.ben.group_ids = self.env.ref('base.group_user')
        self._run()
        self.assertEqual(self.task.user_id, self.manager)
        absence.invalidate_recordset(['hand_over'])
        self.assertIn("the policy's fallback, works the tasks (now 1)", absence.hand_over)
        self.assertIn("Ben does not collect there", absence.hand_over)
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.anna)

    def test_who_is_away_has_no_turn_and_writes_no_letter(self):
        self.team.collection_assignment = 'turn'
        self._leave()
        turns = [self.team._take_collection_turn(self.company) for _number in range(2)]
        self.assertEqual(turns, [self.carl, self.carl])
        letter = (
            self
            .env['collection.letter']
            .sudo()
            .create({
                'case_id': self.case.id,
                'company_id': self.company.id,
                'date': TODAY,
                'user_id': self.anna.id,
            })
        )
        letter._find_present()
        self.assertEqual(letter.user_id, self.ben)

    def test_an_absence_keeps_its_dates(self):
        absence = self._leave()
        for name in ('date_start', 'date_end'):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
                absence.write({name: False})
                absence.flush_recordset()

    def test_who_is_away_leads_nobody(self):
        self.team.user_id = self.anna
        self.policy.team_id = self.case.team_id = self.team
        self.invoice.with_user(self.carl).action_collection_dispute()
        dispute = self.invoice.sudo().collection_dispute_ids
        self.assertEqual(dispute._get_leader(), self.anna)
        absence = self._leave()
        self.assertEqual(self.company._get_collection_leader(), self.ben)
        self.assertEqual(dispute._get_leader(), self.ben)
        absence.substitute_id = False
        self.policy.user_id = self.carl
        self.assertEqual(self.company._get_collection_leader(), self.carl)

    def test_the_team_view_is_told_who_is_away(self):
        self._leave()
        rows = self.env['collection.case'].with_user(self.carl).get_team_worklist()
        self.assertEqual(
            {row['user_id'][1]: (row['due'], row['away']) for row in rows},
            {
                "Ben": (1, False),
                "Anna": (0, {'until': self._date(LAST_DAY), 'substitute': [self.ben.id, "Ben"]}),
            },
        )

    # === LEAVERS === #

    def test_when_the_substitute_leaves_the_team_works_them_and_they_come_back(self):
        self.policy.team_id = self.team
        absence = self._leave()
        self.ben.action_archive()
        self.assertTrue(self.task.active)
        self.assertFalse(self.task.user_id)
        self.assertFalse(absence.substitute_id)
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.anna)

    def test_when_the_substitute_was_the_fallback_they_go_back_before_it_leaves(self):
        self.policy.user_id = self.ben
        self._leave(substitute=None)
        self.assertEqual(self.task.user_id, self.ben)
        self.ben.action_archive()
        self.assertEqual(self.task.user_id, self.anna)

    def test_who_leaves_for_good_gets_nothing_back(self):
        absence = self._leave()
        self.anna.action_archive()
        self.assertTrue(self.task.active)
        self.assertEqual((self.task.user_id, absence.state), (self.ben, 'over'))
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.ben)

    # === WHAT IS REFUSED === #

    def test_two_absences_at_once_are_refused(self):
        self._leave()
        with self.assertRaises(ValidationError):
            self._leave(start=LAST_DAY, end='2024-06-30')
        self._leave(start=DAY_BACK, end='2024-06-30', substitute='carl')
        self._follow_on(DAY_BACK)
        self.assertEqual(self.task.user_id, self.carl)

    @mute_logger('odoo.sql_db')
    def test_a_substitute_is_another_person_who_collects(self):
        absence = self._leave()
        outsider = new_test_user(self.env, 'dora', company_id=self.company.id)
        with self.assertRaises(ValidationError):
            absence.sudo().substitute_id = outsider
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            absence.substitute_id = self.anna
            absence.flush_recordset()

    def test_only_managers_enter_it_for_others(self):
        self._leave(by=self.manager)
        self.assertEqual(self.task.user_id, self.ben)
        with self.assertRaises(AccessError):
            self._leave(self.carl, by=self.anna)
        own = self._leave(self.carl, start='2024-07-01', end='2024-07-02')
        with self.assertRaises(AccessError):
            own.with_user(self.carl).user_id = self.anna
        with self.assertRaises(AccessError):
            own.with_user(self.ben).action_back()

    def test_who_sees_it(self):
        self._leave()
        portal = new_test_user(self.env, 'customer', 'base.group_portal')
        apart = self.env['res.company'].sudo().create({'name': "Apart"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'crm_accounting.crm_accounting_group_manager',
            company_id=apart.id,
            company_ids=apart.ids,
        )
        absences = self.env['collection.absence']
        for user, count in ((self.anna, 1), (self.ben, 1), (self.carl, 0), (self.manager, 1)):
            self.assertEqual(absences.with_user(user).search_count([]), count, user.login)
        self.assertFalse(absences.with_user(foreigner).search_count([]))
        with self.assertRaises(AccessError):
            absences.with_user(portal).search_count([])
        with self.assertRaises(AccessError):
            self.task.with_user(self.manager).collection_absence_id = False
