import { formatCurrency } from "@web/core/currency";
import {
    deserializeDate,
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { formatPercentage } from "@web/views/fields/formatters";

const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/** How the screen writes what the server sends. */

export const money = (amount, currencyId) => formatCurrency(amount, currencyId);

export const percent = (share) => formatPercentage(share, { digits: [false, 0] });

/** Return amounts in several currencies one after the other. */
export const sums = (amounts) =>
    amounts.map(({ amount, currency_id }) => money(amount, currency_id)).join(" + ");

/** Return a day as people say it, `today` being the server's. */
export function day(text, today) {
    if (!text) {
        return "";
    }
    return text === today ? _t("today") : toLocaleDateString(deserializeDate(text));
}

/** Return a day or a moment of the past. */
export function moment(text) {
    return text.length > 10
        ? toLocaleDateTimeString(deserializeDateTime(text))
        : toLocaleDateString(deserializeDate(text));
}

/**
 * Return what a failed call to the server is to tell, and throw what is no such failure: also the end
 * of the session, for which Odoo has its own dialog.
 */
export function messageOf(error) {
    if (error instanceof RPCError && error.exceptionName !== SESSION_EXPIRED) {
        return error.data?.message || error.message;
    }
    if (error instanceof ConnectionLostError) {
        return _t("The server does not answer. Before you log a call again, look at the history.");
    }
    throw error;
}
