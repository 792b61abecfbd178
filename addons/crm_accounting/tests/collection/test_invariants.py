from odoo.tests import tagged

from .story.case import StoryCase


@tagged('post_install', '-at_install')
class TestInvariants(StoryCase):
    """Whatever happens to invoices and money, in any order, items and tasks follow the facts."""

    STORIES, LENGTH = 8, 32

    def test_items_and_tasks_follow_the_facts_whatever_happens(self):
        self.tell_stories(self.STORIES, self.LENGTH, seed=1)
        self.assertGreaterEqual(sum(self.steps.values()), self.STORIES * self.LENGTH)
