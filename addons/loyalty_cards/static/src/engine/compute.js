/** The one public entry: what every line of a document gets from the cards of its customer. */

import { admit, makeReason } from "./admission";
import { writeAnswer } from "./answer";
import { judge } from "./judgement";
import { discountLine, leave } from "./lines";
import { readRequest } from "./read_request";

/**
 * Compute the discounts of a document; SPECIFICATION.md says what is in and what is out.
 *
 * @param {object} data JSON values: document, lines, card, customer, what the shop has set up
 * @returns {object} JSON values: lines, rules, reasons and amounts saved; numbers are texts
 * @throws {EngineInputError} a field is missing or cannot be used
 */
export function computeDiscounts(data) {
    const request = readRequest(data);
    if (request.document.isRefund) {
        return leaveAll(request);
    }
    const admission = admit(request);
    const judgements = admission.rules.map((rule) => judge(rule, request, admission));
    const outcomes = request.lines.map((line, index) =>
        discountLine(line, index, judgements, request.settings)
    );
    return writeAnswer(request, admission, judgements, outcomes);
}

/** Money goes back at the percent at which it came. */
function leaveAll(request) {
    const admission = { reasons: [makeReason("document", null, "refund")] };
    const outcomes = request.lines.map((line) => leave(line, "refund"));
    return writeAnswer(request, admission, [], outcomes);
}
