"""Discount cards beside stock Odoo, and beside Odoo's own promotions.

An edit is what the web client asks for when a person changes the quantity of one line and saves:
the onchange of the line, that of the order, and the save, each from empty caches as a request
begins, as a user and not as superuser. A promotion follows when its button is pressed and the order
is read anew: two requests more. Keys of edit_save_ are of the save alone; those of edit_warm_ of a
program that edits one line after another in one transaction, its promotions brought up to date.
vs_promo is our time divided by that of one order promotion, stock_vs_promo that of stock.
"""

import os

from _documents import PromotedSide, Side, make_card, measure_edits
from _harness import derive_conf, duplicate, install, odoo_env, place_beside_conf, report, tell
from _invoices import measure_postings
from _tiers import measure_tiers

CORE = os.environ['CORE_DB']
CARDS, PROMO = f'{CORE}_cards', f'{CORE}_promo'


def make_copy(database, module):
    """Copy the database without our addons and install one module there, and nothing else."""
    tell(f"A copy with {module}")
    duplicate(CORE, database)
    install(derive_conf(place_beside_conf(module) / 'odoo.conf', database), module)


def main():
    make_copy(CARDS, 'loyalty_cards')
    make_copy(PROMO, 'sale_loyalty')
    with odoo_env(CORE) as core, odoo_env(CARDS) as ours, odoo_env(PROMO) as promotions:
        stock, card = Side(core), Side(ours, make_card)
        figures = measure_edits(stock, card, PromotedSide(promotions))
        figures |= measure_postings(stock, card)
    figures |= measure_tiers()
    report("Discount cards: an edited line, a posted invoice, the tiers of all cards", figures)


if __name__ == '__main__':
    main()
