"""What cards add to an edited line of an order and to the posting of an invoice.

The same edit, in turns: stock, ours with a card, stock with one order promotion (`sale_loyalty`).
"""

import statistics
from datetime import date

from _harness import measure, note, tell

from odoo.fields import Command
from odoo.tests import Form

LINES = 50
EDITS = 60
POSTINGS = 20
WARM_UP = 4
PRICE = 10


# === A SHOP WITH FIFTY PRODUCTS === #


def make_shop(env):
    """Return a customer and products of two taxes, in a company that has a chart of accounts."""
    taxes = env['account.tax'].search(
        [('type_tax_use', '=', 'sale'), ('company_id', '=', env.company.id)], limit=1
    )
    taxes += taxes.copy({'amount': 5})
    products = env['product.product'].create([
        {
            'name': f"Article {number}",
            'type': 'service',
            'invoice_policy': 'order',
            'list_price': PRICE,
            'taxes_id': [Command.set(taxes[number % 2].ids)],
        }
        for number in range(LINES)
    ])
    return env['res.partner'].create({'name': "Customer"}), products


def make_card(env, partner):
    """A tier with brackets by twelve months of purchases, this receipt included, and exceptions."""
    category = env['discount.card.category'].create({'name': "Gold"})
    env['discount.card.rule'].create({
        'category_id': category.id,
        'kind': 'turnover',
        'include_current': True,
        'bracket_ids': [
            Command.create({'amount_from': amount, 'percent': percent})
            for amount, percent in ((0, 3), (100, 5), (10_000_000, 10))
        ],
        'override_ids': [
            Command.create({
                'target': 'category',
                'product_category_id': env['product.category'].create({'name': "Tobacco"}).id,
                'mode': 'exclude',
            })
        ],
    })
    return env['discount.card'].create({
        'code': '2900000000018',
        'partner_id': partner.id,
        'category_id': category.id,
        'is_primary': True,
    })


def make_promotion(env):
    """Ten percent on every order, by the field's own module."""
    return env['loyalty.program'].create({
        'name': "Ten Percent",
        'program_type': 'promotion',
        'trigger': 'auto',
        'applies_on': 'current',
        'rule_ids': [Command.create({'minimum_qty': 1})],
        'reward_ids': [
            Command.create({
                'reward_type': 'discount',
                'discount': 10,
                'discount_mode': 'percent',
                'discount_applicability': 'order',
            })
        ],
    })


def make_order(env, partner, products):
    return env['sale.order'].create({
        'partner_id': partner.id,
        'order_line': [
            Command.create({'product_id': product.id, 'product_uom_qty': 1}) for product in products
        ],
    })


# === AN EDITED LINE === #


class Side:
    """One database with an order in it."""

    def __init__(self, env, prepare=None):
        self.env = env
        self.partner, self.products = make_shop(env)
        if prepare:
            prepare(env, self.partner)
        self.order = make_order(env, self.partner, self.products)
        self.spec = Form(self.order)._view['fields_spec']
        env.flush_all()

    def edit(self, quantity):
        """Write a line, as a program does."""
        self.order.order_line[0].product_uom_qty = quantity
        self.env.flush_all()

    def save(self, quantity):
        """Save the form of the order with one edited line, as the web client does."""
        self.env.cr.cache.clear()  # a request is a transaction of its own
        line = Command.update(self.order.order_line[0].id, {'product_uom_qty': quantity})
        self.order.web_save({'order_line': [line]}, self.spec)


class PromotedSide(Side):
    """The promotion is applied as the buttons of the order do, and followed up at every edit."""

    def __init__(self, env):
        super().__init__(env, lambda env, _partner: make_promotion(env))
        self.order._update_programs_and_rewards()
        for coupon, rewards in self.order._get_claimable_rewards().items():
            self.order._apply_program_reward(rewards, coupon)
        env.flush_all()

    def edit(self, quantity):
        self.order.order_line[0].product_uom_qty = quantity
        self.order._update_programs_and_rewards()
        self.env.flush_all()

    def save(self, quantity):
        super().save(quantity)
        self.order._update_programs_and_rewards()


def measure_edits(*sides):
    """Return figures of one edited line, medians of edits in turns.

    :param sides: stock, ours, and stock with a promotion
    """
    tell(f"{EDITS} edits of one of {LINES} lines, in turns")
    figures = {}
    for prefix, edit in (('edit', time_save), ('edit_warm', time_edit)):
        rows = [[edit(side, 2 + number % 7) for side in sides] for number in range(EDITS)]
        (stock, queries), (ours, our_queries), (promotion, _) = take_medians(rows)
        note(
            figures,
            **{
                f'{prefix}_stock_ms': stock * 1000,
                f'{prefix}_extra_queries': our_queries - queries,
                f'{prefix}_overhead_pct': (ours / stock - 1) * 100,
                f'{prefix}_vs_promo': ours / promotion,
            },
        )
    return figures


def time_save(side, quantity):
    return measure(side.env, lambda: side.save(quantity))


def time_edit(side, quantity):
    return measure(side.env, lambda: side.edit(quantity), forget=False)


def take_medians(rows):
    """Return median seconds and queries of each side, without the edits that fill the caches."""
    return [
        [statistics.median(figure) for figure in zip(*column, strict=True)]
        for column in zip(*rows[WARM_UP:], strict=True)
    ]


# === A POSTED INVOICE === #


def measure_postings(stock, card):
    """Return what the ledger adds to posting an invoice, in percent of time."""
    tell(f"{POSTINGS} invoices of {LINES} lines, in turns")
    rows = [
        [measure(side.env, make_invoice(side, 5).action_post) for side in (stock, card)]
        for _number in range(POSTINGS + WARM_UP)
    ]
    plain, ours = take_medians(rows)
    figures = {}
    note(figures, invoice_stock_ms=plain[0] * 1000)
    note(figures, invoice_overhead_pct=(ours[0] / plain[0] - 1) * 100)
    note(figures, invoice_extra_queries=ours[1] - plain[1])
    return figures


def make_invoice(side, discount):
    """Return a draft invoice whose lines have the same discounts on both sides."""
    values = {
        'move_type': 'out_invoice',
        'partner_id': side.partner.id,
        'invoice_date': date.today(),
        'invoice_line_ids': [
            Command.create({'product_id': product.id, 'discount': discount})
            for product in side.products
        ],
    }
    if 'discount_card_id' in side.env['account.move']._fields:
        values['discount_card_id'] = side.partner._get_primary_card(side.env.company).id
    return side.env['account.move'].create(values)
