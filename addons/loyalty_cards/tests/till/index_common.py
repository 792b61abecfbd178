from odoo.fields import Command
from odoo.tools import SQL

from .common import TillCase


class IndexCase(TillCase):
    """A till that asks for the index, where all that is there was written yesterday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['discount.card.rule'].create({
            'category_id': cls.pensioner.id,
            'kind': 'turnover',
            'period_type': 'lifetime',
            'bracket_ids': [Command.create({'amount_from': 1, 'percent': 1})],
        })
        cls.anonymous = cls.env['discount.card'].create({
            'code': 'ANON',
            'company_id': cls.company.id,
            'turnover_opening': 77.5,
        })
        cls._grow_old()

    @classmethod
    def _grow_old(cls):
        """Let all that is there have been written yesterday."""
        cls.env.flush_all()
        for table in ('discount_card', 'discount_card_entry', 'discount_card_membership'):
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = write_date - interval '1 day'",
                    SQL.identifier(table),
                )
            )
        cls.env.cr.execute(
            "UPDATE discount_card_tombstone SET create_date = create_date - interval '1 day'"
        )
        cls.env.invalidate_all()

    def _ask(self, *args, **kwargs):
        till = self.till.with_user(self.cashier).with_company(self.company)
        return till.get_card_index(*args, **kwargs)

    def _find_row(self, answer, card):
        [row] = [row for row in answer['rows'] if row[0] == card.id]
        return row

    def _ask_changes(self, cursor):
        """Return turnovers of cards and discounts of customers that a till hears of, by id."""
        answer = self._ask(cursor)
        self.assertFalse(answer['is_full'])
        turnovers = {row[0]: row[-1] for row in answer['rows']}
        return turnovers, {row[0]: row[1:5] for row in answer['customers']}

    def _give_card(self, code, partner, **values):
        return self.env['discount.card'].create({
            'code': code,
            'company_id': self.company.id,
            'partner_id': partner.id,
            **values,
        })

    def _join(self, partner, category, **values):
        """Let a customer be in a category since yesterday."""
        membership = self.env['discount.card.membership'].create({
            'partner_id': partner.id,
            'category_id': category.id,
            **values,
        })
        self._grow_old()
        return membership
