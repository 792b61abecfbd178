"""Who may give: every state, both sides of every date, hour and weekday, places and proofs."""

from .building import case, document, fixed, personal, sale

WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
STATES = ('unregistered', 'active', 'blocked', 'lost', 'replaced', 'expired')
FROM, TO = '2026-03-01', '2026-03-31'
DATES = ('2026-02-28', FROM, TO, '2026-04-01')
HOURS = {
    "in the morning": (480, 720, (479, 480, 719, 720)),
    "over midnight": (1320, 120, (1319, 1320, 1439, 0, 119, 120)),
    "until midnight": (1200, 1440, (1199, 1200, 1439, 0)),
    "from midnight": (0, 60, (0, 59, 60, 1439)),
    "of the first minute": (0, 1, (0, 1)),
    "of the last minute": (1439, 1440, (1438, 1439, 0)),
}


def cases():
    return [
        *_states(),
        *_dates(),
        *_hours(),
        *_nights(),
        *_weekdays(),
        *_places(),
        *_proofs(),
        *_owners(),
    ]


def _sale(name, category=None, card=None, **parts):
    category = {'id': 1, **(category or {})}
    card = {'state': 'active', 'category_id': 1, **(card or {})}
    return case(name, sale([fixed(5)], categories=[category], card=card, **parts))


def _states():
    return [_sale(f"A card that is {state}", card={'state': state}) for state in STATES]


def _dates():
    dates = {'valid_from': FROM, 'valid_to': TO}
    found = []
    for day in DATES:
        on_day = {'document': document(date=day)}
        found += [
            _sale(f"On {day} a card of March", card=dates, **on_day),
            _sale(
                f"On {day} a card of that day", card={'valid_from': day, 'valid_to': day}, **on_day
            ),
            _sale(f"On {day} a category of March", dates, **on_day),
            case(f"On {day} a rule of March", sale([fixed(5, **dates)], **on_day)),
            _sale(f"On {day} a card from March on", card={'valid_from': FROM}, **on_day),
            _sale(f"On {day} a category until March", {'valid_to': TO}, **on_day),
        ]
    return found


def _hours():
    return [
        _sale(
            f"Hours {name}, at minute {minute}",
            {'minute_from': begin, 'minute_to': end},
            document=document(minutes=minute),
        )
        for name, (begin, end, minutes) in HOURS.items()
        for minute in minutes
    ]


def _nights():
    """Friday evening goes on until Saturday at two, Sunday evening until Monday."""
    friday = (
        (3, 1439),
        (4, 0),
        (4, 60),
        (4, 600),
        (4, 1319),
        (4, 1320),
        (5, 0),
        (5, 119),
        (5, 120),
    )
    found = [_night("Friday", 4, day, minutes) for day, minutes in (*friday, (5, 1320))]
    return found + [_night("Sunday", 6, day, minutes) for day, minutes in ((6, 1320), (0, 119))]


def _night(name, weekday, day, minutes):
    return _sale(
        f"A {name} night at minute {minutes} of {WEEK[day]}",
        {'minute_from': 1320, 'minute_to': 120, 'weekdays': [weekday]},
        document=document(date=f'2026-03-0{2 + day}', minutes=minutes),
    )


def _weekdays():
    return [
        _sale(
            f"Weekends only, on {WEEK[day]}",
            {'weekdays': [5, 6]},
            document=document(date=f'2026-03-0{2 + day}'),
        )
        for day in range(7)
    ]


def _places():
    found = []
    for name, company, till in (
        ("at till 7", 1, 7),
        ("at till 8", 1, 8),
        ("at no till", 1, None),
        ("in company 2", 2, 7),
    ):
        here = {'document': document(company_id=company, till_id=till)}
        found += [
            _sale(f"A category of tills 7 and 9, {name}", {'till_ids': [9, 7]}, **here),
            _sale(f"A category of companies 1 and 3, {name}", {'company_ids': [3, 1]}, **here),
            _sale(f"A card of company 1, {name}", card={'company_id': 1}, **here),
            case(f"A rule of company 1, {name}", sale([fixed(5, company_id=1)], **here)),
        ]
    return found


def _proofs():
    category = {'requires_proof': True}
    proofs = {
        "no proof": [],
        "a proof without end": [{'category_id': 1, 'valid_to': None}],
        "a proof of another category": [{'category_id': 2}],
        "a proof until the day before": [{'category_id': 1, 'valid_to': '2026-03-01'}],
        "a proof until this day": [{'category_id': 1, 'valid_to': '2026-03-02'}],
    }
    return [
        *[
            _sale(f"A category that needs one, {name}", category, proofs=value)
            for name, value in proofs.items()
        ],
        _sale(
            "An expired proof where none is needed", proofs=proofs["a proof until the day before"]
        ),
    ]


def _owners():
    card = {'state': 'active', 'category_id': 1, 'personal_percent': 6}
    lost = {**card, 'state': 'lost'}
    customer = {'category_ids': [2, 1, 2], 'personal_percent': 8}
    rules = [
        fixed(1, 1),
        fixed(2, 2, category_id=2),
        personal(3, owner='card'),
        personal(4, owner='customer'),
        personal(5),
        fixed(3, 6, owner='card'),
        fixed(4, 7, owner='customer'),
        fixed(9, 8, category_id=3),
    ]
    both = [{'id': 2, 'valid_to': '2025-12-31'}, {'id': 1, 'kind': 'tier', 'ladder_id': 4}]
    people = {
        "nobody": (None, None),
        "a card alone": (card, None),
        "a lost card alone": (lost, None),
        "a customer alone": (None, customer),
        "a card and its customer": (card, customer),
        "a lost card and its customer": (lost, customer),
        "a plain card": ({'state': 'active'}, None),
        "a customer of no category": (card, {}),
    }
    return [
        case(
            f"Rules of all owners: {name}",
            sale(
                rules,
                card=a_card,
                customer=a_customer,
                categories=both,
                settings={'combination': 'sum'},
            ),
        )
        for name, (a_card, a_customer) in people.items()
    ] + [_sale("A card of a category that is not there", card={'category_id': 12})]
