import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    formatDateTime,
} from "@web/core/l10n/dates";

/** Return a due date in words of the cashier's language. */
export function formatDue(date) {
    return date ? formatDate(deserializeDate(date)) : "";
}

/** Return what the office answered to a payment, ready to be read. */
export function formatReceipt(answer, formatCurrency) {
    const formatAmounts = (row) => ({ ...row, amount: formatCurrency(row.amount) });
    return {
        ...answer,
        date: formatDateTime(deserializeDateTime(answer.date)),
        amount: formatCurrency(answer.amount),
        owed: answer.owed > 0 ? formatCurrency(answer.owed) : "",
        payments: answer.payments.map(formatAmounts),
        rows: answer.rows.map((row) => ({
            ...formatAmounts(row),
            date_due: formatDue(row.date_due),
            left: row.left > 0 ? formatCurrency(row.left) : "",
        })),
    };
}
