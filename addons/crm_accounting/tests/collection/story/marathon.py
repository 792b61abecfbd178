"""Round after round of stories, for a replay that has the time."""

from odoo.sql_db import real_time

from .about_plans import list_others
from .case import StoryCase
from .machine import CollectionStory

STORIES, LENGTH = 25, 40  # of one round
REPORT_EVERY = 500
ENOUGH_FOR_ALL = 5000  # steps in which every rule has its turn


class Marathon(StoryCase):
    """Rounds of stories until so many steps were made and checked."""

    def __init__(self, steps, seed, tell):
        """
        :param int steps: how many at least
        :param int seed: the same seed, the same stories
        :param tell: called with each line of the report
        """
        super().__init__()
        self.wanted, self.seed, self.tell = steps, seed, tell

    def runTest(self):
        self.start = real_time()
        rounds = 0
        while self.made() < self.wanted:
            # Rounds without steps would go on for ever.
            most = 2 + 2 * self.wanted / (STORIES * LENGTH)
            self.assertLess(rounds, most, "the rounds make too few steps")
            self.swarm = rounds % 3 == 1
            self.untold = list_others() if rounds % 3 == 2 else ()
            self.tell_stories(STORIES, LENGTH, seed=1000 * self.seed + rounds)
            rounds += 1
        if self.wanted >= ENOUGH_FOR_ALL:
            self.assertFalse(self.find_untold(), "rules that were never used")

    def find_untold(self):
        """Return the names of rules of which no step was made."""
        told = {name.split()[0] for name in self.steps}
        return {rule.function.__name__ for rule in CollectionStory.setup_state().rules} - told

    def made(self):
        return sum(self.steps.values())

    def after_step(self):
        if self.made() % REPORT_EVERY == 0:
            counts = ", ".join(f"{name} {count}" for name, count in self.steps.most_common())
            self.tell(f"{self.made()} steps in {real_time() - self.start:.0f} s: {counts}")
