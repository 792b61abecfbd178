from itertools import count

from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import TransactionCase, new_test_user

TODAY = '2026-03-31'
YESTERDAY = '2026-03-30'


class TiersCommon(TransactionCase):
    """A shop with three tiers over twelve months, and a manager without other rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f'{TODAY} 10:00:00'))
        cls.company = cls._found("Shop")
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.currency = cls.company.currency_id
        cls.ladder = cls._set_up(
            cls.company, [('Bronze', 100, 50), ('Silver', 500, 400), ('Gold', 1000, 0)]
        )
        cls.bronze, cls.silver, cls.gold = cls.ladder.category_ids.sorted('threshold')
        cls.manager = new_test_user(
            cls.env,
            'manager',
            'loyalty_cards.loyalty_cards_group_manager',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.customer = cls.env['res.partner'].create({'name': "Ann", 'email': 'ann@example.com'})
        cls.lines = count(1)

    # === SETTING THE SCENE === #

    @classmethod
    def _found(cls, name, currency='EUR'):
        currency = cls.env.ref(f'base.{currency}')
        currency.active = True
        return cls.env['res.company'].create({'name': name, 'currency_id': currency.id})

    @classmethod
    def _set_up(cls, company, tiers, **values):
        """Return a ladder with tiers of (name, threshold, keep threshold)."""
        ladder = cls.env['discount.card.ladder'].create({
            'name': f"Tiers of {company.name or 'all'}",
            'company_id': company.id,
            'currency_id': (company or cls.company).currency_id.id,
            'takes_new_cards': True,
            **values,
        })
        cls.env['discount.card.category'].create([
            {
                'name': name,
                'kind': 'tier',
                'company_id': company.id,
                'ladder_id': ladder.id,
                'threshold': threshold,
                'keep_threshold': keep,
            }
            for name, threshold, keep in tiers
        ])
        return ladder

    @classmethod
    def _card(cls, partner=None, **values):
        number = next(cls.lines)
        return cls.env['discount.card'].create({
            'code': f'CARD{number:05}',
            'company_id': cls.company.id,
            'currency_id': cls.currency.id,
            'partner_id': partner and partner.id,
            **values,
        })

    @classmethod
    def _buy(cls, amount, card=None, partner=None, date=TODAY, company=None, **values):
        """Write a purchase, or with a negative amount a return, into the ledger."""
        company, number = company or cls.company, next(cls.lines)
        return cls.env['discount.card.entry']._record([
            {
                'kind': 'refund' if amount < 0 else 'sale',
                'date': date,
                'effective_date': date,
                'company_id': company.id,
                'currency_id': company.currency_id.id,
                'card_id': card and card.id,
                'partner_id': (partner or (card and card.partner_id) or cls.env['res.partner']).id,
                'res_model': 'account.move',
                'res_id': number,
                'line_res_id': number,
                'document_name': f'INV/{number}',
                'posting': 0,
                'gross': amount,
                'turnover': amount,
                'turnover_company': amount,
                **values,
            }
        ])

    @classmethod
    def _run(cls, date=TODAY, ladder=None, **options):
        return (ladder or cls.ladder)._run_tiers(Date.to_date(date), **options)

    def _turnover(self, records, period='lifetime', date=TODAY, **options):
        """Return what the holder of one card, or one customer, bought; as a text."""
        method = '_get_turnovers' if records._name == 'discount.card' else '_get_card_turnovers'
        found = getattr(records, method)([period], Date.to_date(date), **options)
        return format(found[records.id][period].normalize(), 'f')
