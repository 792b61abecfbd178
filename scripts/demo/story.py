"""The demo story: a coffee and tea wholesaler of Plovdiv, the last nine months of it.

`odoo shell` runs tell(env) once per database. The dice are seeded, the dates relative to today, so
the same story is always told as if it happened just now.
"""

import random
from datetime import timedelta

from odoo import fields

from . import (
    card_sales,
    collection,
    company,
    contracts,
    counter,
    customers,
    invoices,
    loyalty,
    payments,
    preorders,
    products,
    replenishment,
    requests,
)

SEED = 19
TOLD = 'retail_addons.demo_story'


def tell(env):
    """Fill an empty database with the story, unless it was told here before."""
    parameters = env['ir.config_parameter'].sudo()
    if parameters.get_param(TOLD):
        return
    dice = random.Random(SEED)
    today = fields.Date.context_today(env.user)
    trader = company.open_business(env)
    people = company.hire(env, trader)
    goods = products.stock_up(env)
    buyers = customers.win(env, people)
    bills = invoices.issue(env, dice, today, buyers, goods)
    payments.receive(env, dice, today, bills)
    requests.note(env, dice, buyers, people)
    contracts.agree(env, today, buyers, goods)
    preorders.take(env, today, buyers, goods)
    cards = loyalty.give_cards(env, trader, buyers, today)
    card_sales.sell(env, dice, today, cards, goods)
    replenishment.order_again(env, dice, people, buyers, goods)
    counter.open_counter(env)
    collection.chase(env, trader, people, today - timedelta(days=1))
    parameters.set_param('crm.iap.lead.enrich.setting', 'manual')  # asks nobody outside
    parameters.set_param(TOLD, fields.Date.to_string(today))
    env.cr.commit()  # the shell rolls back what nobody commits
