/** Sentences on a card, complete but for names and numbers. */

import { _t } from "@web/core/l10n/translation";

/** By source and code of a reason, as `models/document/card_wording.py` has them. */
const REASONS = {
    card: {
        unregistered: (name) => _t("Card %s is not registered yet.", name),
        blocked: (name) => _t("Card %s is blocked.", name),
        lost: (name) => _t("Card %s was reported lost.", name),
        replaced: (name) => _t("Card %s was replaced by another one.", name),
        expired: (name) => _t("Card %s has expired.", name),
        not_yet_valid: (name) => _t("Card %s is not valid yet.", name),
        wrong_company: (name) => _t("Card %s belongs to another company.", name),
    },
    category: {
        unknown: (name) => _t("%s is no longer in use.", name),
        wrong_company: (name) => _t("%s does not count in this company.", name),
        wrong_till: (name) => _t("%s counts at other tills only.", name),
        not_yet_valid: (name) => _t("%s does not count yet.", name),
        expired: (name) => _t("%s no longer counts.", name),
        proof_missing: (name) => _t("%s needs a proof, and none is on record.", name),
        proof_expired: (name) => _t("The proof for %s has expired.", name),
        wrong_weekday: (name) => _t("%s does not count on this day of the week.", name),
        wrong_hour: (name) => _t("%s does not count at this hour.", name),
    },
    rule: {
        below_first_bracket: (name) => _t("%s: too little was bought for a discount.", name),
        turnover_unknown: (name) => _t("%s: what was bought before is not known.", name),
        no_personal_percent: (name) => _t("%s: no personal discount is set.", name),
        wrong_company: (name) => _t("%s: the rule is for another company.", name),
        not_yet_valid: (name) => _t("%s: the rule does not count yet.", name),
        expired: (name) => _t("%s: the rule no longer counts.", name),
    },
};

/** By what the missing amount is counted over; a tier or a percent comes next. */
const NEXT = {
    receipt: (step) => _t("%(amount)s more in this purchase: %(reward)s.", step),
    lifetime: (step) => _t("%(amount)s more at any time: %(reward)s.", step),
    rolling_1: (step) => _t("%(amount)s more within a month: %(reward)s.", step),
    calendar_year: (step) => _t("%(amount)s more this year: %(reward)s.", step),
    calendar_quarter: (step) => _t("%(amount)s more this quarter: %(reward)s.", step),
    calendar_month: (step) => _t("%(amount)s more this month: %(reward)s.", step),
};
const wordNextRolling = (step) => _t("%(amount)s more within %(months)s months: %(reward)s.", step);

/**
 * Say why a card, a category or a rule gives nothing.
 *
 * @param {"card" | "category" | "rule"} source of the reason
 * @param {string} reason its code
 * @param {string} name of what gives nothing
 */
export function wordReason(source, reason, name) {
    return REASONS[source][reason](name);
}

export function wordNothingFits() {
    return _t(
        "No line gets a discount: the products are excluded, or neither card nor customer has a rule."
    );
}

/** Say what is missing to a reward, and over what it is counted: `receipt`, or a period. */
export function wordNext(over, amount, reward) {
    const months = over.replace("rolling_", "");
    return (NEXT[over] ?? wordNextRolling)({ amount, reward, months });
}
