"""Who has a discount card: buyers on a ladder, pensioners, and a batch from the printer."""

from datetime import timedelta

from odoo import fields

# Buyers by their number in the story, and the tier with which they came from the old system.
CARDS = {0: "Silver", 1: "Gold", 2: "Bronze", 4: "Bronze", 6: "Silver", 9: "Gold", 12: "Bronze"}
OPENING_TURNOVER = {"Bronze": 350.0, "Silver": 1480.0, "Gold": 5210.0}
PENSIONERS = (("Penka Todorova", 200), ("Stoyan Marinov", 20), ("Rayna Koleva", -15))


def give_cards(env, company, buyers, today):
    """Set up the examples of the addon and return cards in every state that a screen can show."""
    categories = set_up(env, company)
    partners = [partner for partner, _habit in buyers]
    cards = give_to_buyers(env, company, partners, categories, today)
    cards[2].action_report_lost()
    cards[2]._replace('0471000009')
    cards[5].write({'state': 'blocked', 'block_reason': "Used by several people"})
    cards[0].personal_percent = 8
    welcome_pensioners(env, categories["Pensioner"], today)
    print_batch(env, company, categories["Retail Buyer"])
    return cards


def set_up(env, company):
    """Return the categories of all examples by their name."""
    ticks = ('has_tiers', 'has_receipt', 'has_pensioner', 'has_mother', 'has_retail')
    question = env['discount.card.example'].create({
        'company_id': company.id,
        **dict.fromkeys(ticks, True),
    })
    question.action_apply()
    categories = env['discount.card.category'].search([('company_id', '=', company.id)])
    return {category.name: category for category in categories}


def give_to_buyers(env, company, partners, categories, today):
    return env['discount.card'].create([
        {
            'code': f'047100000{number}',
            'company_id': company.id,
            'partner_id': partners[position].id,
            'category_id': categories[tier].id,
            'turnover_opening': OPENING_TURNOVER[tier],
            'turnover_opening_date': today - timedelta(days=300),
            'date_to': today + timedelta(days=365 * number // 4 + 20),
        }
        for number, (position, tier) in enumerate(CARDS.items(), start=1)
    ])


def welcome_pensioners(env, category, today):
    """One certificate is good, one soon runs out, one has run out."""
    for number, (name, days) in enumerate(PENSIONERS, start=1):
        env['discount.card.membership'].create({
            'partner_id': env['res.partner'].create({'name': name, 'city': "Plovdiv"}).id,
            'category_id': category.id,
            'proof_reference': f"Certificate 40{number}",
            'proof_date_to': fields.Date.add(today, days=days),
        })


def print_batch(env, company, category):
    """Forty cards in EAN-13 lie at the till; the first three have been given out."""
    batch = env['discount.card.batch'].create({
        'name': "Spring order from the printer",
        'company_id': company.id,
        'category_id': category.id,
        'prefix': '29',
        'check_digit': 'ean13',
        'quantity': 40,
    })
    batch.action_create_cards()
    batch.card_ids.sorted('code')[:3].action_activate()
