"""What the trader sells: name, unit price without tax, cost."""

GOODS = (
    ("Arabica Santos, 1 kg", 14.90, 9.10),
    ("Arabica Yirgacheffe, 1 kg", 19.50, 12.40),
    ("Robusta Kaapi, 1 kg", 11.20, 6.80),
    ("House Espresso, 6 kg", 79.00, 51.00),
    ("Decaffeinated Blend, 1 kg", 16.80, 10.90),
    ("Assam Breakfast Tea, 100 bags", 7.60, 4.10),
    ("Mursalski Mountain Tea, 250 g", 9.90, 5.70),
    ("Green Sencha, 500 g", 18.40, 11.00),
    ("Acacia Honey, 12 jars", 54.00, 37.50),
    ("Cane Sugar Sticks, 1000", 21.30, 14.20),
    ("Paper Cups 250 ml, 500", 24.60, 15.80),
    ("Espresso Cups, set of 12", 46.00, 28.00),
    ("Grinder Service Visit", 60.00, 25.00),
)


def stock_up(env):
    """Return the products, services last."""
    tax = env.company.account_sale_tax_id
    return env['product.product'].create([
        {
            'name': name,
            'list_price': price,
            'standard_price': cost,
            'type': 'service' if "Visit" in name else 'consu',
            'is_storable': "Visit" not in name,
            'taxes_id': [(6, 0, tax.ids)],
        }
        for name, price, cost in GOODS
    ])
