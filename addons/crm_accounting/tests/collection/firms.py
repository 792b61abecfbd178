import calendar
from datetime import date
from decimal import Decimal

from odoo import Command
from odoo.tests import new_test_user

from .books import Books, Firm, Policy
from .common import CollectionCommon

MONTHS = [(2023, month) for month in range(7, 13)] + [(2024, month) for month in range(1, 7)]
# Units for one unit of the company's currency, by month of the year.
HEAD_RATES = {
    'EUR': '0.9173 0.9206 0.9351 0.9099 0.9468 0.9422 0.9166 0.9022 0.9219 0.9257 0.9130 0.9337',
    'JPY': '147.31 149.87 151.22 154.06 157.1 160.45 141.58 145.66 147.92 151.67 148.03 141.85',
}
OTHER_RATES = {
    'USD': '1.0837 1.0795 1.0872 1.0728 1.0812 1.0759 1.1058 1.0909 1.0684 1.0563 1.0908 1.105',
    'KWD': '0.33412 0.33187 0.33519 0.33021 0.3331 0.32907 0.34013 0.3365 0.33024 0.32671 0.33711 '
    '0.33988',
}
LEVELS = [(0, 0), (14, 0), (30, 0)]
OWN_LEVELS = [(5, 120), (45, 0)]
GROUPS = 'crm_accounting.crm_accounting_group_user', 'crm_accounting.crm_accounting_group_manager'


def last_day(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


class FirmsCommon(CollectionCommon):
    """A head company with two branches, one of them with its own policy, and a company apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.currency.rate'].search([]).unlink()
        for code in ('USD', 'EUR', 'JPY', 'KWD'):
            cls._currency(code).active = True
        cls.company.currency_id = cls._currency('USD')
        cls.follower = cls._create_branch("Follower")
        cls.loner = cls._create_branch("Loner")
        cls.other = cls.setup_other_company(name="Apart", currency_id=cls._currency('EUR').id)[
            'company'
        ]
        cls.companies = cls.company | cls.follower | cls.loner | cls.other
        cls.env.user.company_ids |= cls.companies
        cls.env.user.notification_type = 'inbox'  # no e-mail for each run
        cls.env = cls.env(
            context={'allowed_company_ids': cls.companies.ids, 'tracking_disable': True}
        )
        cls.loner_policy = cls._create_policy(cls.loner)
        cls.head_people = cls._people('head', cls.company | cls.follower | cls.loner)
        cls.loner_people = cls._people('loner', cls.loner)
        cls.other_people = cls._people('other', cls.other)
        cls._prepare_books()

    @classmethod
    def _currency(cls, code):
        return cls.env['res.currency'].with_context(active_test=False).search([('name', '=', code)])

    @classmethod
    def _create_branch(cls, name):
        branch = cls.env['res.company'].create({'name': name, 'parent_id': cls.company.id})
        cls.env.cr.precommit.run()  # loads the chart of accounts of the branch
        return branch

    @classmethod
    def _create_policy(cls, company):
        values = cls.policy.copy_data()[0]
        kind = cls.policy.level_ids[0].activity_type_id
        values.update(company_id=company.id, name="Own", level_ids=[])
        policy = cls.env['collection.policy'].create(values)
        for days, minimum in OWN_LEVELS:
            policy.level_ids.create({
                'policy_id': policy.id,
                'name': f"After {days}",
                'days': days,
                'minimum_amount': minimum,
                'activity_type_id': kind.id,
            })
        return policy

    @classmethod
    def _people(cls, name, companies):
        """Return a collector and a manager who work in these companies."""
        values = {'company_id': companies[0].id, 'company_ids': [Command.set(companies.ids)]}
        values['context'] = {'no_reset_password': True}
        return [
            new_test_user(cls.env, f"{name}_{group.split('_')[-1]}", group, **values)
            for group in GROUPS
        ]

    @classmethod
    def _prepare_books(cls):
        """Give each company its rates, and the oracle the same."""
        cls.books, cls.firms = Books(), {}
        for root, series in ((cls.company, HEAD_RATES), (cls.other, OTHER_RATES)):
            rates = {}
            for code, values in series.items():
                for (year, month), rate in zip(MONTHS, values.split(), strict=True):
                    rates[code, month] = Decimal(rate)
                    cls.env['res.currency.rate'].create({
                        'name': date(year, month, 1),
                        'rate': float(rate),
                        'currency_id': cls._currency(code).id,
                        'company_id': root.id,
                    })
            for company in cls.companies.filtered(lambda c, root=root: c.root_id == root):
                cls.firms[company] = Firm(company.name, root.currency_id.name, rates)
        firms = cls.firms
        cls.runs = [
            (cls.company, Policy([firms[cls.company], firms[cls.follower]], LEVELS)),
            (cls.loner, Policy([firms[cls.loner]], OWN_LEVELS)),
            (cls.other, Policy([firms[cls.other]], LEVELS)),
        ]

    @classmethod
    def _prepare_trade(cls):
        """Make what invoices and payments need: customers, terms, taxes, a bank."""
        cls.shared = cls.customer
        cls.contact = cls.env['res.partner'].create({
            'name': "Oven Hall",
            'parent_id': cls.customer.id,
            'type': 'invoice',
        })
        cls.own_customers = {
            company: cls.env['res.partner'].create({
                'name': f"Only {company.name}",
                'company_id': company.id,
            })
            for company in cls.companies
        }
        cls._prepare_terms()
        cls.taxes, cls.banks = {}, {}
        for root in (cls.company, cls.other):
            cls._prepare_trade_of(root)

    @classmethod
    def _prepare_terms(cls):
        Term = cls.env['account.payment.term']
        parts = [('percent', 30, 0), ('percent', 40, 30), ('percent', 30, 60)]
        cls.instalments = Term.create({
            'name': "Three parts",
            'line_ids': [
                Command.create({'value': kind, 'value_amount': share, 'nb_days': days})
                for kind, share, days in parts
            ],
        })
        cls.early = Term.create({
            'name': "2 % in 20 days",
            'early_discount': True,
            'discount_days': 20,
            'discount_percentage': 2,
            'line_ids': [Command.create({'value_amount': 100, 'nb_days': 22})],
        })

    @classmethod
    def _prepare_trade_of(cls, root):
        in_root = cls.env(context={'allowed_company_ids': root.ids})
        cls.taxes[root] = in_root['account.tax'].create({
            'name': "Included",
            'amount': 20,
            'price_include_override': 'tax_included',
            'company_id': root.id,
        })
        bank = in_root['account.journal'].search([('type', '=', 'bank')], limit=1)
        receivable = in_root['account.chart.template'].ref(
            'account_journal_payment_debit_account_id'
        )
        bank.inbound_payment_method_line_ids.payment_account_id = receivable
        cls.banks[root] = bank
        income = in_root['account.account'].search([('account_type', '=', 'income')], limit=1)
        for company in cls.companies.filtered(lambda c: c.root_id == root):
            cls.cash_rounding_a.with_company(company).write({
                'profit_account_id': income.id,
                'loss_account_id': income.id,
            })

    # === USING IT === #

    def _as(self, user, model, companies=None):
        """Return a model for a user who has selected companies, or all of the user's."""
        selected = companies or user.company_id | user.company_ids
        env = self.env(user=user, context={'allowed_company_ids': selected.ids})
        return env[model]

    def _people_of(self, company):
        """Return the collector and the manager of a company."""
        people = {self.loner: self.loner_people, self.other: self.other_people}
        return people.get(company, self.head_people)

    def _run_as(self, user, company, day):
        run = self._as(user, 'collection.run').create({'company_id': company.id, 'date': day})
        run.action_run()
        return run.sudo()
