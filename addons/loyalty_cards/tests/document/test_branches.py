from decimal import Decimal
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DocumentCase

SELLER = (
    'sales_team.group_sale_salesman_all_leads,account.group_account_invoice,'
    'sale.group_discount_per_so_line'
)


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestBranches(DocumentCase):
    """A branch sells by the books of its head; for cards it is a company of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env['res.company'].create({
            'name': "Coffee Shop by the Sea",
            'parent_id': cls.company.id,
        })
        cls.env.cr.precommit.run()  # core loads the accounts of a branch when it is committed
        cls.env.user.company_ids |= cls.branch
        cls.in_head = cls._hire('of.head', cls.company)
        cls.in_branch = cls._hire('of.branch', cls.branch)
        cls.owner = cls._hire('of.both', cls.company | cls.branch)
        cls.shared_gold = cls.env['discount.card.category'].create({'name': "Gold Everywhere"})
        cls.env['discount.card.rule'].create({'category_id': cls.shared_gold.id, 'percent': 7})
        cls.shared_card = cls.env['discount.card'].create({
            'code': 'SHARED',
            'partner_id': cls.bob.id,
            'category_id': cls.shared_gold.id,
            'is_primary': True,
        })

    @classmethod
    def _hire(cls, login, companies):
        return new_test_user(
            cls.env,
            login,
            SELLER,
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    def _order_at(self, company, user, partner, *lines):
        orders = self.env['sale.order'].with_user(user)
        return orders.with_context(allowed_company_ids=company.ids).create({
            'partner_id': partner.id,
            'order_line': [
                Command.create({'product_id': product.id, 'product_uom_qty': quantity})
                for product, quantity in lines
            ],
        })

    def _sell_at(self, company, user, partner, *lines):
        """Return the posted invoice of an order, all by one user."""
        order = self._order_at(company, user, partner, *lines)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    # === CARDS === #

    def test_shared_card_is_good_in_the_branch(self):
        order = self._order_at(self.branch, self.in_branch, self.bob, (self.coffee, 10))
        self.assertEqual(order.discount_card_id, self.shared_card)
        self.assertEqual(order.order_line.discount, 7)

    def test_card_of_the_head_is_not(self):
        order = self._order_at(self.branch, self.in_branch, self.ann, (self.coffee, 10))
        self.assertFalse(order.discount_card_id)
        self.assertEqual(order.order_line.discount, 0)
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            order._find_scanned_card(self.card.code)

    def test_card_of_the_branch_is_not_good_in_the_head(self):
        card = self.card.copy({
            'code': 'BRANCH',
            'company_id': self.branch.id,
            'category_id': False,
        })
        self.assertTrue(card.is_primary)
        order = self._order_at(self.branch, self.in_branch, self.ann, (self.coffee, 10))
        self.assertEqual(order.discount_card_id, card)
        order = self._order_at(self.company, self.in_head, self.ann, (self.coffee, 10))
        self.assertEqual(order.discount_card_id, self.card)

    # === LEDGER === #

    def test_sale_of_the_branch_is_in_the_ledger_of_the_branch(self):
        invoice = self._sell_at(self.branch, self.in_branch, self.bob, (self.coffee, 10))
        self.assertRecordValues(
            self.shared_card.entry_ids,
            [
                {
                    'company_id': self.branch.id,
                    'res_id': invoice.id,
                    'percent': 7,
                    'turnover_company': 111.6,
                }
            ],
        )

    def test_who_sees_which_entries(self):
        self._sell_at(self.branch, self.in_branch, self.bob, (self.coffee, 10))
        self._sell_at(self.company, self.in_head, self.bob, (self.coffee, 1))
        at_branch, at_head = (111.6,), (11.16,)
        for user, companies, seen in (
            (self.in_branch, self.branch, at_branch),
            (self.in_head, self.company, at_head),
            (self.owner, self.company, at_head),
            (self.owner, self.branch, at_branch),
            (self.owner, self.company | self.branch, at_branch + at_head),
        ):
            with self.subTest(user=user.login, companies=companies.mapped('name')):
                look = partial(self._look, user, companies)
                self.assertEqual(look('discount.card.entry', 'turnover_company'), seen)
                self.assertEqual(look('discount.card.report', 'turnover'), seen)

    def _look(self, user, companies, model, name):
        """Return the amounts that a user sees, the largest first."""
        self.env.flush_all()
        rows = self.env[model].with_user(user).with_context(allowed_company_ids=companies.ids)
        found = rows.search([('partner_id', '=', self.bob.id)])
        return tuple(sorted(found.mapped(name), reverse=True))

    # === TURNOVER AND TIERS === #

    def test_turnover_of_a_shared_card_is_of_head_and_branch(self):
        self._sell_at(self.branch, self.in_branch, self.bob, (self.coffee, 10))
        self._sell_at(self.company, self.in_head, self.bob, (self.coffee, 1))
        card = self.shared_card.with_user(self.in_branch)
        card = card.with_context(allowed_company_ids=self.branch.ids)
        for company, amount in ((None, '122.76'), (self.company, '11.16'), (self.branch, '111.6')):
            with self.subTest(company=company and company.name):
                sums = card._get_turnovers(
                    ['lifetime'], self.branch._get_card_today(), company=company
                )
                self.assertEqual(sums[card.id]['lifetime'], Decimal(amount))

    def _ladder(self, company):
        ladder = self.env['discount.card.ladder'].create({
            'name': "Ladder",
            'company_id': company.id,
            'takes_new_cards': True,
        })
        self.env['discount.card.category'].create({
            'name': "Tier",
            'kind': 'tier',
            'ladder_id': ladder.id,
            'company_id': company.id,
            'threshold': 100,
        })
        return ladder

    def test_ladder_of_the_head_counts_the_head_alone(self):
        ladder = self._ladder(self.company)
        self.card.category_id = False
        self._sell_at(self.branch, self.in_branch, self.ann, (self.coffee, 100))
        ladder._run_tiers(self.company._get_card_today())
        self.assertFalse(self.card.category_id)
        self._sell_at(self.company, self.in_head, self.ann, (self.coffee, 10))
        ladder._run_tiers(self.company._get_card_today())
        self.assertEqual(self.card.category_id, ladder.category_ids)

    def test_ladder_for_all_counts_head_and_branch(self):
        ladder = self._ladder(self.env['res.company'])
        self.shared_card.category_id = False
        self._sell_at(self.branch, self.in_branch, self.bob, (self.coffee, 5))
        self._sell_at(self.company, self.in_head, self.bob, (self.coffee, 5))
        ladder._run_tiers(self.company._get_card_today())
        self.assertEqual(self.shared_card.category_id, ladder.category_ids)

    def test_sale_of_the_branch_is_converted_at_the_rates_of_the_head(self):
        foreign = self.env['res.currency'].create({'name': 'XCC', 'symbol': 'x', 'rounding': 0.01})
        self.env['res.currency.rate'].create({
            'currency_id': foreign.id,
            'company_id': self.company.id,
            'name': '2026-01-01',
            'rate': 2,
        })
        self._sell_at(self.branch, self.in_branch, self.bob, (self.coffee, 10))
        sums = self.shared_card._get_turnovers(
            ['lifetime'], self.branch._get_card_today(), currency=foreign
        )
        self.assertEqual(sums[self.shared_card.id]['lifetime'], Decimal('223.2'))
