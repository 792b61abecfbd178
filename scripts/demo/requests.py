"""What customers ask for now: leads in the funnel."""

ASKED = (
    ("Espresso machine on loan", 2400),
    ("Price list for five cafés", 5200),
    ("Weekly delivery to the office", 1800),
    ("Samples of single origin beans", 300),
    ("Cups with our logo", 950),
    ("Tea corner for the lobby", 1250),
    ("Barista training for eight", 640),
    ("Season contract for the beach bars", 8800),
)


def note(env, dice, buyers, people):
    """Put one lead per request into the funnel, each with a salesperson and a stage."""
    stages = env['crm.stage'].search([('is_won', '=', False)])
    salespeople = [people['elena'], people['georgi']]
    env['crm.lead'].create([
        {
            'name': name,
            'type': 'opportunity',
            'partner_id': dice.choice(buyers)[0].id,
            'expected_revenue': revenue,
            'user_id': salespeople[number % 2].id,
            'stage_id': stages[number % len(stages)].id,
        }
        for number, (name, revenue) in enumerate(ASKED)
    ])
