/** What is printed although the same may be on paper already says so. */

import { _t } from "@web/core/l10n/translation";

/** Return a rendered document with the word on top. */
export function markElement(element) {
    const marked = element.cloneNode(true);
    const mark = document.createElement("div");
    mark.className = "pos-hardware-copy fw-bolder text-center fs-1";
    mark.textContent = _t("COPY");
    marked.prepend(mark);
    return marked;
}

/** Return a job that prints again, as a copy, what another one may have printed. */
export function markJob(job, uuid) {
    const { version, lines } = job.receipt ?? makeReceipt(job);
    const mark = { type: "text", text: String(_t("COPY")), align: "center", bold: true, size: 2 };
    const receipt = { version, lines: [mark, ...lines] };
    return { ...job, uuid, kind: "receipt", receipt, content: undefined, made_at: Date.now() };
}

function makeReceipt({ content: data }) {
    return { version: 1, lines: [{ type: "picture", data }, { type: "cut" }] };
}
