"""A shop with a till, in stock Odoo and in a copy of it with discount cards."""

from datetime import date, timedelta

from _documents import make_card, make_shop
from _harness import derive_conf, duplicate, install, odoo_env, place_beside_conf, tell
from _ledger import make_customers
from _tiers import CARDS, make_cards, make_ladder, make_purchases

from odoo.fields import Command

CODE = '2900000000018'  # of the card that `make_card` makes


def make_databases(stock, ours):
    """Make the shop in stock Odoo, copy it, and install the addon into the copy.

    :return: id of the till, and of a customer
    """
    tell("A shop with a till, and a copy of it with loyalty_cards")
    with odoo_env(stock, commit=True) as env:
        partner, products = make_shop(env)
        products.available_in_pos = True
        ids = open_session(env).id, partner.id
    duplicate(stock, ours)
    install(derive_conf(place_beside_conf(ours) / 'odoo.conf', ours), 'loyalty_cards')
    return ids


def open_session(env):
    """Return a till that sells for cash, its session opened by the administrator."""
    env = env(user=env.ref('base.user_admin'))
    journal = env['account.journal'].create({'name': "Till", 'type': 'cash', 'code': 'TILL'})
    method = env['pos.payment.method'].create({'name': "Cash", 'journal_id': journal.id})
    till = env['pos.config'].create({
        'name': "Till",
        'payment_method_ids': [Command.set(method.ids)],
    })
    till.open_ui()
    till.current_session_id.set_opening_control(0, "")
    return till


def add_cards(stock, ours, partner_id):
    """Give a customer a card with a programme, and let CARDS others hold a card and buy.

    Stock Odoo gets as many customers.
    """
    tell(f"{CARDS:,} cards and their purchases")
    with odoo_env(ours, commit=True) as env:
        env.cr._now = env.cr.now() - timedelta(days=1)  # what is new comes to a till once more
        make_card(env, env['res.partner'].browse(partner_id))
        make_ladder(env)
        make_cards(env)
        make_purchases(env, date.today())
        env.cr.execute("ANALYZE")
    with odoo_env(stock, commit=True) as env:
        make_customers(env, CARDS)
        env.cr.execute("ANALYZE")
