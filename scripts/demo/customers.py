"""Who buys: name, town, days to pay, and how many days after the due date they usually do."""

PROMPT, RELAXED, SLOW, NEVER = -2, 6, 24, 400

BUYERS = (
    ("Café Kapana", "Plovdiv", 15, PROMPT),
    ("Hotel Trimontium View", "Plovdiv", 30, PROMPT),
    ("Old Town Guest Houses", "Plovdiv", 30, RELAXED),
    ("Maritsa Office Catering", "Plovdiv", 30, SLOW),
    ("Bakery Zlaten Klas", "Asenovgrad", 15, RELAXED),
    ("Rose Valley Sweets", "Kazanlak", 30, PROMPT),
    ("Spa Hotel Hisar", "Hisarya", 45, RELAXED),
    ("Bistro Sredna Gora", "Karlovo", 15, SLOW),
    ("Station Buffet Septemvri", "Septemvri", 15, NEVER),
    ("University Canteen", "Plovdiv", 45, SLOW),
    ("Bookshop & Coffee Svetlina", "Sofia", 30, PROMPT),
    ("Vitosha Ski Lodge", "Sofia", 30, RELAXED),
    ("Roastery Kofein", "Sofia", 15, PROMPT),
    ("Sofia Tech Park Cafeteria", "Sofia", 45, RELAXED),
    ("Restaurant Panorama", "Stara Zagora", 30, SLOW),
    ("Augusta Trading House", "Stara Zagora", 30, PROMPT),
    ("Black Sea Beach Bars", "Burgas", 30, SLOW),
    ("Hotel Primorets", "Burgas", 30, PROMPT),
    ("Sea Garden Ice Cream", "Varna", 15, RELAXED),
    ("Cruise Supplies Varna", "Varna", 45, PROMPT),
    ("Danube Provisions", "Ruse", 30, RELAXED),
    ("Café Sexaginta", "Ruse", 15, PROMPT),
    ("Rhodope Chalets", "Smolyan", 30, SLOW),
    ("Thessaloniki Deli Imports", "Thessaloniki", 45, RELAXED),
    ("Ohrid Lake Catering", "Ohrid", 30, NEVER),
)
COUNTRIES = {"Thessaloniki": 'base.gr', "Ohrid": 'base.mk'}


def payment_term(env, days):
    name = f"{days} days"
    terms = env['account.payment.term']
    return terms.search([('name', '=ilike', name)], limit=1) or terms.create({
        'name': name,
        'line_ids': [(0, 0, {'value': 'percent', 'value_amount': 100, 'nb_days': days})],
    })


def win(env, people):
    """Return the customers with their habit of paying (days after the due date)."""
    salespeople = [people['elena'], people['georgi']]
    values = [
        {
            'name': name,
            'is_company': True,
            'city': town,
            'country_id': env.ref(COUNTRIES.get(town, 'base.bg')).id,
            'email': f'office{number:02d}@customer.example.com',
            'phone': f'+359 32 555 {100 + number}',
            'user_id': salespeople[number % 2].id,
            'property_payment_term_id': payment_term(env, days).id,
        }
        for number, (name, town, days, _habit) in enumerate(BUYERS)
    ]
    partners = env['res.partner'].create(values)
    return list(zip(partners, (habit for *_rest, habit in BUYERS), strict=True))
