"""The scene of the stories, and how they are told by hypothesis."""

from collections import Counter
from unittest.mock import patch

import freezegun.api
import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo import Command, fields
from odoo.tests import new_test_user

from ....models.collection import collection_quiet
from ..common import TODAY, CollectionCommon
from .machine import CollectionStory

# A step takes some hundredths of a second and an example some seconds: hypothesis takes that for
# slow drawing of arguments. Arguments are small and hardly ever filtered.
SUPPRESSED = [HealthCheck.too_slow, HealthCheck.data_too_large]


class StoryCase(CollectionCommon):
    """A company with two customers, a team, three collectors and foreign currencies."""

    FIRST_DAY = TODAY

    # Hypothesis switches rules off for a story, often nearly all of them: that finds rare
    # combinations in thousands of stories, and leaves a few stories with nothing to tell.
    swarm = False
    untold = ()  # names of rules that no story tells, but for swarms

    machine = CollectionStory  # what may happen, and what has to hold

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The quick look wherever a customer is quiet: stories have few customers.
        cls.startClassPatcher(patch.object(collection_quiet, 'WORTH_SHARE', 0))
        cls.customers = cls.customer | cls.other_customer
        cls.leader = new_test_user(
            cls.env,
            'leader',
            'crm_accounting.crm_accounting_group_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.collectors = cls.collector | cls.manager | cls.leader
        cls._set_up_policy()
        cls._set_up_terms()
        cls.foreign_currencies = cls._make_currency('EUR', 2.0, 1.7) | cls._make_currency(
            'JPY', 150.3, 141.9
        )

    @classmethod
    def _set_up_policy(cls):
        cls.team = cls.env['crm.team'].create({
            'name': "Collection",
            'is_collection_team': True,
            'company_id': cls.company.id,
            'user_id': cls.leader.id,
            'member_ids': [Command.set((cls.collector | cls.leader).ids)],
        })
        cls.policy.write({'team_id': cls.team.id, 'user_id': cls.manager.id})

    @classmethod
    def _set_up_terms(cls):
        terms = {"Half now, half later": [(50, 0), (50, 30)], "Ten days": [(100, 10)]}
        cls.halves, ten_days = cls.env['account.payment.term'].create([
            {
                'name': name,
                'line_ids': [
                    Command.create({'value_amount': percent, 'nb_days': days})
                    for percent, days in lines
                ],
            }
            for name, lines in terms.items()
        ])
        cls.other_customer.property_payment_term_id = ten_days
        cls.term_days = {ten_days.id: 10}

    @classmethod
    def _make_currency(cls, code, old_rate, new_rate):
        rates = [('2024-01-01', old_rate), ('2024-06-20', new_rate)]
        return cls.setup_other_currency(code, rates=rates)

    def setUp(self):
        super().setUp()
        self.steps = Counter()

    # === WHAT THE STORY NEEDS === #

    @staticmethod
    def today():
        return fields.Date.today()

    def count_step(self, name):
        """Count a step that was made and after which everything held."""
        self.steps[name] += 1
        self.after_step()

    def after_step(self):
        """Hook for those who tell how far the stories are."""

    def forget_caches(self):
        """Drop what was cached about users and rights, when a story has changed those."""
        if self.registry.cache_invalidated:
            self.muted_registry_logger(self.registry.clear_all_caches)()
            self.registry.cache_invalidated.clear()

    # === TELLING === #

    def tell_stories(self, stories, length, seed):
        """Play so many stories of this length; what fails is shrunk and told in words."""
        chosen = settings(
            max_examples=stories,
            stateful_step_count=length,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=SUPPRESSED,
            print_blob=False,
        )
        # Hypothesis limits shrinking by the clock, which must not stand still for it.
        freezer = freezegun.api.freeze_time(TODAY, ignore=['hypothesis.internal'])
        with freezer as self.clock:
            run_state_machine_as_test(
                hypothesis.seed(seed)(lambda: self.machine(self)), settings=chosen
            )
