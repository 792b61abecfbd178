"""What the trader sells: name, unit price without tax, cost, kind of goods."""

GOODS = (
    ("Arabica Santos, 1 kg", 14.90, 9.10, "Coffee"),
    ("Arabica Yirgacheffe, 1 kg", 19.50, 12.40, "Coffee"),
    ("Robusta Kaapi, 1 kg", 11.20, 6.80, "Coffee"),
    ("House Espresso, 6 kg", 79.00, 51.00, "Coffee"),
    ("Decaffeinated Blend, 1 kg", 16.80, 10.90, "Coffee"),
    ("Assam Breakfast Tea, 100 bags", 7.60, 4.10, "Tea"),
    ("Mursalski Mountain Tea, 250 g", 9.90, 5.70, "Tea"),
    ("Green Sencha, 500 g", 18.40, 11.00, "Tea"),
    ("Acacia Honey, 12 jars", 54.00, 37.50, "Sweet"),
    ("Cane Sugar Sticks, 1000", 21.30, 14.20, "Sweet"),
    ("Paper Cups 250 ml, 500", 24.60, 15.80, "For the Bar"),
    ("Espresso Cups, set of 12", 46.00, 28.00, "For the Bar"),
    ("Grinder Service Visit", 60.00, 25.00, "For the Bar"),
)


def stock_up(env):
    """Return the products, services last."""
    tax = env.company.account_sale_tax_id
    kinds = {
        name: env['product.category'].create({'name': name}).id
        for name in dict.fromkeys(kind for *_rest, kind in GOODS)
    }
    return env['product.product'].create([
        {
            'name': name,
            'list_price': price,
            'standard_price': cost,
            'type': 'service' if "Visit" in name else 'consu',
            'is_storable': "Visit" not in name,
            'taxes_id': [(6, 0, tax.ids)],
            'categ_id': kinds[kind],
        }
        for name, price, cost, kind in GOODS
    ])
