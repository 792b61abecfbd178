from odoo.tests import HttpCase, tagged

from .common import WorklistCommon


@tagged('post_install', '-at_install')
class TestWorklistTour(WorklistCommon, HttpCase):
    """A morning at the work screen, in a real browser and without the mouse."""

    def test_a_morning_at_the_work_screen(self):
        airline, brewery, chemist = (
            self._chase(name, amount)
            for name, amount in (("Airline Ltd", 400), ("Brewery Ltd", 300), ("Chemist Ltd", 200))
        )
        self.start_tour('/odoo', 'crm_accounting_worklist', login='collector')
        self.env.invalidate_all()
        # The first was not reached, the second promised, the call to the third was taken back.
        self.assertEqual(str(airline.next_action_date), '2024-06-17')
        self.assertEqual(brewery.promise_ids.mapped('amount'), [300.0])
        self.assertEqual(brewery.promise_ids.channel, 'phone')
        self.assertEqual(brewery.item_ids.mapped('state'), ['held'])
        self.assertEqual(chemist.dispute_ids.mapped('state'), ['withdrawn'])
        self.assertEqual(chemist.item_ids.mapped('state'), ['open'])
        self.assertEqual(self._listed(), [chemist.id, self.case.id])
        calls = self.env['collection.call'].search([], order='id')
        self.assertEqual(calls.mapped('result'), ['not_reached', 'promised'])
        self.assertEqual(calls.user_id, self.collector)
