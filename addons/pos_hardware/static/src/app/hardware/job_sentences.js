/** What became of a job, in words for a cashier. */

import { _t } from "@web/core/l10n/translation";

/**
 * What a code of the proxy means, `%s` being the printer. `faults` of `/v1/devices` have the same
 * words.
 */
const TROUBLE = {
    paper_out: () => _t("Paper out on %s."),
    cover_open: () => _t("The cover of %s is open."),
    offline: () => _t("%s is switched to offline."),
    cutter: () => _t("The cutter of %s is stuck."),
    device_error: () => _t("%s reports an error."),
    mute: () => _t("%s does not answer."),
    unreachable: () => _t("%s is switched off or not plugged in."),
    unknown_printer: () => _t("The hardware proxy has no printer %s."),
    expired: () => _t("%s could not be reached in time."),
    too_late: () => _t("%s could not be reached in time."),
    too_many: () => _t("Too many documents wait for %s already."),
    cancelled: () => _t("%s was busy for too long."),
};

/** Return what is wrong with a printer. */
export function describeTrouble(code, name, message = "") {
    const words = TROUBLE[code];
    return words
        ? words().replace("%s", name)
        : endSentence(message) || _t("Trouble with %s.", name);
}

/** What the proxy or Odoo says may have no full stop, and another sentence follows it. */
function endSentence(message) {
    return /[^.!?]$/.test(message) ? `${message}.` : message;
}

/**
 * Return what the cashier reads of a job that is not done.
 *
 * @param {{ state: string, code: string, message: string }} outcome
 * @param {string} name of the printer
 * @returns {{ title: string, body: string }}
 */
export function explainJob({ state, code, message }, name) {
    if (state === "waiting") {
        return {
            title: _t("Not printed yet"),
            body: _t(
                "%s cannot be reached. The document is kept and printed as soon as it can be reached again.",
                name
            ),
        };
    }
    const trouble = describeTrouble(code, name, message);
    if (state === "unknown") {
        return {
            title: _t("Look at the paper"),
            body: _t(
                "%s It is not certain what was printed. Look at the paper before printing again: what is printed then is marked as a copy.",
                trouble
            ),
        };
    }
    return { title: _t("Printing failed"), body: _t("%s Nothing was printed.", trouble) };
}

/** Return what the cashier reads of a drawer that did not open. */
export function explainDrawer({ state, code, message }, name) {
    if (state === "unknown") {
        return _t("It is not certain whether the drawer on %s opened. Look at it.", name);
    }
    if (code === "too_often") {
        return _t("The drawer on %s was opened a moment ago.", name);
    }
    if (code === "no_drawer") {
        return _t("There is no drawer on %s.", name);
    }
    return _t("%s The drawer stayed shut.", describeTrouble(code, name, message));
}
