from odoo.tests import tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestCleanUp(CollectionCommon):
    """What core deletes or rewrites behind the ORM is spared or healed."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue()
        self.task = self.item.activity_id

    def test_cores_three_year_clean_up_spares_collection_tasks(self):
        ordinary = self.item.case_id.activity_schedule('mail.mail_activity_data_todo')
        (self.task | ordinary).date_deadline = '2019-01-01'
        self.env['mail.activity'].sudo()._gc_delete_old_overdue_activities()
        self.assertTrue(self.task.exists())
        self.assertFalse(ordinary.exists())

    def test_a_task_that_vanished_is_made_again(self):
        # As a foreign key does when a user row is deleted: no Python runs.
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", [self.task.id])
        self.env.invalidate_all()
        self.assertFalse(self._items(self.invoice).activity_id)
        self._run()
        self.assertChased(self.invoice)

    def test_a_task_that_lost_its_items_is_ended(self):
        self.env.cr.execute("DELETE FROM collection_item WHERE id = %s", [self.item.id])
        self.env.cr.execute(
            "UPDATE account_move_line SET no_followup = TRUE WHERE move_id = %s", [self.invoice.id]
        )
        self.env.invalidate_all()
        self._run()
        self.assertFalse(self.task.active)

    def test_an_item_that_missed_the_payment_is_closed(self):
        self._pay(self.invoice)
        self.env.cr.execute(
            "UPDATE collection_item SET state = 'open', close_reason = NULL WHERE id = %s",
            [self.item.id],
        )
        self.env.cr.execute("UPDATE mail_activity SET active = TRUE WHERE id = %s", [self.task.id])
        self.env.invalidate_all()
        self._run()
        self.assertSettled(self.invoice, 'paid')

    def test_an_item_that_missed_the_undoing_is_reopened(self):
        self._pay(self.invoice).action_draft()
        self._commit()
        self.env.cr.execute(
            "UPDATE collection_item SET state = 'closed', close_reason = 'paid' WHERE id = %s",
            [self.item.id],
        )
        self.env.cr.execute("UPDATE mail_activity SET active = FALSE WHERE id = %s", [self.task.id])
        self.env.invalidate_all()
        run = self._run()
        self.assertChased(self.invoice)
        self.assertEqual((run.opened_count, run.reopened_count), (0, 1))

    def _merge(self, source, destination):
        self.env['base.partner.merge.automatic.wizard'].create({})._merge(
            (source | destination).ids, destination, extra_checks=False
        )
        self.env.invalidate_all()

    def test_merging_customers_moves_the_case(self):
        case = self.item.case_id
        self._merge(self.customer, self.other_customer)
        self.assertEqual(case.exists().partner_id, self.other_customer)
        self.assertEqual(self.item.partner_id, self.other_customer)
        self.assertChased(self.invoice)

    def test_merging_customers_merges_their_cases_into_one_with_one_task(self):
        other_invoice, other_item = self._overdue(partner=self.other_customer)
        source, target = self.item.case_id, other_item.case_id
        source.message_post(body=source.env._("what was said before"))
        self._merge(self.customer, self.other_customer)
        self.assertFalse(source.exists())
        items = self._items(self.invoice | other_invoice)
        self.assertEqual(items.case_id, target)
        self.assertEqual(items.partner_id, self.other_customer)
        self.assertEqual(len(items.activity_id.filtered('active')), 1)
        self.assertEqual(items.activity_id.res_id, target.id)
        self.assertIn("what was said before", "".join(target.message_ids.mapped('body')))
        self._pay(self.invoice | other_invoice)
        self.assertSettled(self.invoice | other_invoice, 'paid')

    def test_an_invoice_reset_and_deleted_at_once_ends_the_task(self):
        self.env['collection.level'].search([]).unlink()
        self.invoice.button_draft()
        self.invoice.with_context(force_delete=True).unlink()
        self._commit()
        self.assertFalse(self.item.exists())
        self.assertFalse(self.task.active)

    def test_an_invoice_deleted_at_once_leaves_the_others_their_level(self):
        younger, younger_item = self._overdue(due='2024-05-25')
        self.assertEqual(younger_item.activity_id.summary, "Final demand")
        self.invoice.button_draft()
        self.invoice.with_context(force_delete=True).unlink()
        self._commit()
        self.assertChased(younger)
        self.assertEqual(younger_item.activity_id.summary, "Second reminder")
        self.assertEqual(younger_item.case_id.level_id.days, 14)

    def test_a_deleted_draft_takes_its_item_along(self):
        self.invoice.button_draft()
        self._commit()
        self.invoice.with_context(force_delete=True).unlink()
        self.assertFalse(self.item.exists())
        self.assertFalse(self.task.active)
