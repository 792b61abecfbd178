"""A shop that orders again what it sells, and the ways to run it: ours, idle, and stock Odoo."""

import contextlib
import gc
import os
import statistics

from odoo.fields import Command

PRODUCTS = int(os.environ.get('PRODUCTS', '2000'))
VENDORS = 40
STOCK = 1_000_000  # nothing is ever missing


def make_shop(env):
    """Return storable products, each of one vendor and on stock, of a category of their own."""
    vendors = env['res.partner'].create([{'name': f"Vendor {n}"} for n in range(VENDORS)])
    category = env['product.category'].create({'name': "Goods for sale"})
    products = env['product.product'].create([
        {
            'name': f"Article {number}",
            'is_storable': True,
            'categ_id': category.id,
            'list_price': 10,
            'standard_price': 5,
            'seller_ids': [
                Command.create({'partner_id': vendors[number % VENDORS].id, 'price': 5})
            ],
        }
        for number in range(PRODUCTS)
    ])
    stock_up(products, STOCK)
    return products


def find_products(env):
    return env['product.product'].search([('categ_id.name', '=', "Goods for sale")])


def stock_up(products, quantity):
    """Put goods on the shelf, without the inventory that a person would make."""
    env = products.env
    location = env['stock.warehouse'].search([('company_id', '=', env.company.id)]).lot_stock_id
    env['stock.quant'].create([
        {'product_id': product.id, 'location_id': location.id, 'quantity': quantity}
        for product in products
    ])


# === THE WAYS === #


@contextlib.contextmanager
def opted_in(env):
    """Let the company order again what it sells of the goods for sale."""
    set_categories(env, env['product.category'].search([('name', '=', "Goods for sale")]))
    try:
        yield
    finally:
        set_categories(env, env['product.category'])


def set_categories(env, categories):
    env.company.replenish_category_ids = categories
    env.cr.commit()


@contextlib.contextmanager
def without_overrides(env):
    """Take away what replenishment adds to methods of Odoo: no more than stock's code is left."""
    with contextlib.ExitStack() as patches:
        for addon_class, name in find_overrides(env):
            own = vars(addon_class)[name]
            delattr(addon_class, name)
            patches.callback(setattr, addon_class, name, own)
        yield


def find_overrides(env):
    """Return the pairs of class and name of method by which replenishment steps into Odoo's."""
    return {
        (addon_class, name)
        for model in env.registry.values()
        for number, addon_class in enumerate(model.__mro__)
        if '.replenishment.' in addon_class.__module__
        for name, value in vars(addon_class).items()
        if callable(value) and any(name in vars(base) for base in model.__mro__[number + 1 :])
    }


WAYS = {
    'stock': without_overrides,
    'idle': contextlib.nullcontext,
    'ours': opted_in,
}
WARM_UP = 1


def take_turns(env, work, rounds):
    """Do work in each way in turns, so that what happens on the machine meets all of them.

    :param env: an environment that is committed
    :param work: returns seconds and queries
    :return: by way what `work` returned
    :rtype: dict[str, list]
    """
    results = {way: [] for way in WAYS}
    for number in range(rounds + WARM_UP):
        ways = list(WAYS)
        for way in ways[number % 3 :] + ways[: number % 3]:
            with WAYS[way](env):
                gc.collect()
                results[way].append(work())
    return {way: rows[WARM_UP:] for way, rows in results.items()}


def compare(prefix, results):
    """Return figures: medians of what stock takes, and of what is added to it in each turn."""
    stock, idle, ours = (results[way] for way in WAYS)
    seconds, queries = (statistics.median(column) for column in zip(*stock, strict=True))
    return {
        f'{prefix}_stock_ms': seconds * 1000,
        f'{prefix}_stock_queries': queries,
        f'{prefix}_extra_queries': statistics.median(row[1] for row in ours) - queries,
        f'{prefix}_idle_overhead_pct': median_overhead(idle, stock),
        f'{prefix}_overhead_pct': median_overhead(ours, stock),
    }


def median_overhead(one, other):
    """Return by how many percent one is slower than the other in the same turn."""
    return 100 * statistics.median(a[0] / b[0] - 1 for a, b in zip(one, other, strict=True))
