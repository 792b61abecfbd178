"""What stands on a line before a card is asked, and who put it there."""

from odoo.tools import float_compare

DIGITS = 6  # finer than any precision of `discount`
NOTHING = {
    'card_given': 0.0,
    'card_origin': 'none',
    'card_prior_discount': 0.0,
    'card_prior_origin': 'none',
}


def read_discount(line):
    """Return the discount of a line as the engine reads it.

    :param line: record, or values of `discount` and of all of `NOTHING`
    """
    discount, origin = line['discount'], line['card_origin']
    if is_typed(line):
        return {'discount': discount, 'origin': 'manual'}
    if not discount and origin == 'pricelist':
        origin = 'none'
    elif discount and origin == 'none':
        origin = 'manual'
    values = {'discount': discount, 'origin': origin}
    if line['card_prior_origin'] != 'none':
        values['prior_discount'] = line['card_prior_discount']
        values['prior_origin'] = line['card_prior_origin']
    return values


def is_typed(line):
    """Say whether a person has changed the discount since it was last computed."""
    discount, given = line['discount'], line['card_given']
    return discount != given and float_compare(discount, given, DIGITS) != 0


def find_typed_discount(values):
    """Return the discount that a person typed, None if nobody did.

    :param dict values: see `read_discount`
    """
    if values['origin'] == 'card' and values.get('prior_origin') == 'manual':
        return values['prior_discount']
    return values['discount'] if values['origin'] == 'manual' else None
