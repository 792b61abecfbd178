"""Why a discount is not given, in words for who sells. Codes: engine/SPECIFICATION.md."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NOTHING_FITS = _lt(
    "No line gets a discount: the products are excluded, or neither card nor customer has a rule."
)
# By what the missing amount is counted over; a tier or a percent comes next.
NEXT = {
    'receipt': _lt("%(amount)s more in this purchase: %(reward)s."),
    'lifetime': _lt("%(amount)s more at any time: %(reward)s."),
    'rolling_1': _lt("%(amount)s more within a month: %(reward)s."),
    'calendar_year': _lt("%(amount)s more this year: %(reward)s."),
    'calendar_quarter': _lt("%(amount)s more this quarter: %(reward)s."),
    'calendar_month': _lt("%(amount)s more this month: %(reward)s."),
}
NEXT_ROLLING = _lt("%(amount)s more within %(months)s months: %(reward)s.")

CARD = {
    'unregistered': _lt("Card %(name)s is not registered yet."),
    'blocked': _lt("Card %(name)s is blocked."),
    'lost': _lt("Card %(name)s was reported lost."),
    'replaced': _lt("Card %(name)s was replaced by another one."),
    'expired': _lt("Card %(name)s has expired."),
    'not_yet_valid': _lt("Card %(name)s is not valid yet."),
    'wrong_company': _lt("Card %(name)s belongs to another company."),
}
CATEGORY = {
    'unknown': _lt("%(name)s is no longer in use."),
    'wrong_company': _lt("%(name)s does not count in this company."),
    'wrong_till': _lt("%(name)s counts at other tills only."),
    'not_yet_valid': _lt("%(name)s does not count yet."),
    'expired': _lt("%(name)s no longer counts."),
    'proof_missing': _lt("%(name)s needs a proof, and none is on record."),
    'proof_expired': _lt("The proof for %(name)s has expired."),
    'wrong_weekday': _lt("%(name)s does not count on this day of the week."),
    'wrong_hour': _lt("%(name)s does not count at this hour."),
}
RULE = {
    'below_first_bracket': _lt("%(name)s: too little was bought for a discount."),
    'turnover_unknown': _lt("%(name)s: what was bought before is not known."),
    'no_personal_percent': _lt("%(name)s: no personal discount is set."),
    'wrong_company': _lt("%(name)s: the rule is for another company."),
    'not_yet_valid': _lt("%(name)s: the rule does not count yet."),
    'expired': _lt("%(name)s: the rule no longer counts."),
}
REASONS = {'card': CARD, 'category': CATEGORY, 'rule': RULE}
