from contextlib import contextmanager

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user

TODAY = '2026-03-02'  # a Monday


class CardCommon(TransactionCase):
    """A shop with a ladder, a category for pensioners, a cashier and a manager of cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f'{TODAY} 10:00:00'))
        cls.company = cls.env.company
        cls.today = fields.Date.to_date(TODAY)
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.cashier = new_test_user(
            cls.env, 'cashier', 'loyalty_cards.loyalty_cards_group_user', **company
        )
        cls.manager = new_test_user(
            cls.env,
            'card_manager',
            'base.group_partner_manager,loyalty_cards.loyalty_cards_group_manager',
            **company,
        )
        cls.customer = cls.env['res.partner'].create({'name': "Anna"})
        cls.other_customer = cls.env['res.partner'].create({'name': "Boris"})
        cls._create_programme()

    @classmethod
    def _create_programme(cls):
        """A ladder of three tiers, and pensioners with a proof for a year."""
        cls.ladder = cls.env['discount.card.ladder'].create({'name': "Twelve Months"})
        cls.bronze = cls._tier("Bronze", 0, 3)
        cls.silver = cls._tier("Silver", 1000, 5)
        cls.gold = cls._tier("Gold", 3000, 10)
        cls.pensioner = cls._category("Pensioner", 5, requires_proof=True, proof_months=12)

    @classmethod
    def _category(cls, name, percent=5, **values):
        """Return a category that gives a fixed percent."""
        return cls.env['discount.card.category'].create({
            'name': name,
            'rule_ids': [Command.create({'kind': 'fixed', 'percent': percent})],
            **values,
        })

    @classmethod
    def _tier(cls, name, threshold, percent, **values):
        values.setdefault('ladder_id', cls.ladder.id)
        return cls._category(name, percent, kind='tier', threshold=threshold, **values)

    @classmethod
    def _card(cls, code, user=None, **values):
        """Return a card that `user` (None: the superuser) has created, as that user sees it."""
        cards = cls.env['discount.card']
        return (cards.with_user(user) if user else cards).create({'code': code, **values})

    @contextmanager
    def assertRefused(self, words):
        """What is done inside is refused with these words (a pattern) and leaves nothing."""
        with self.assertRaises(UserError) as refusal:
            yield refusal
        self.assertRegex(str(refusal.exception), words)
