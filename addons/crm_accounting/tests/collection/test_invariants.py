from odoo.tests import tagged

from .story.about_plans import list_others
from .story.case import StoryCase


@tagged('post_install', '-at_install')
class TestInvariants(StoryCase):
    """Whatever happens to invoices and money, in any order, items and tasks follow the facts."""

    STORIES, PLAN_STORIES, LENGTH = 4, 4, 32

    def test_items_and_tasks_follow_the_facts_whatever_happens(self):
        self.tell_stories(self.STORIES, self.LENGTH, seed=1)
        self.assertGreaterEqual(sum(self.steps.values()), self.STORIES * self.LENGTH)

    def test_payment_plans_follow_the_money_whatever_happens(self):
        self.untold = list_others()
        self.tell_stories(self.PLAN_STORIES, self.LENGTH, seed=2)
        self.assertGreaterEqual(sum(self.steps.values()), self.PLAN_STORIES * self.LENGTH)
        told = {'agree_a_plan', 'an_instalment_is_looked_at', 'take_payment', 'bounce'}
        self.assertFalse(told - self.steps.keys())
