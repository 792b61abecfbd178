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
