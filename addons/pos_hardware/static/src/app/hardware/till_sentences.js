/** How the devices of a till are, in words for a cashier. */

import { describeTrouble } from "@pos_hardware/app/hardware/job_sentences";
import { _t } from "@web/core/l10n/translation";

/**
 * @typedef {{ name: string, text: string, level: "success" | "warning" | "danger" }} Sentence
 */

/**
 * Return a sentence for each device that a till uses, and for whatever else matters.
 *
 * @param {object} info `connectionInfo` of the hardware proxy
 * @param {object} till
 * @param {string[]} till.printers names of the printers it uses
 * @param {boolean} till.hasScale
 * @param {boolean} till.hasScanner
 * @param {boolean} till.hasAddress whether its proxy can be reached otherwise than through Odoo
 * @param {boolean} till.isOffline whether Odoo cannot be reached
 * @returns {Sentence[]} the most important first
 */
export function describeTill(info, till) {
    const sentences = [...describeJobs(info), ...describeConnection(info, till)];
    if (info.status === "connected") {
        sentences.push(...describePrinters(info.drivers.printers ?? [], till.printers));
        sentences.push(...describeOthers(info.drivers, till));
    } else if (info.status === "disconnected") {
        const others = describeOthers({}, till);
        sentences.push(...others.map((each) => ({ ...each, level: "warning" })));
    }
    const levels = ["danger", "warning", "success"];
    return sentences.sort((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
}

function describeJobs({ waiting = 0, offered = [] }) {
    const sentences = [];
    if (offered.length) {
        const text = _t("Documents that were not printed: %s. Click here.", offered.length);
        sentences.push({ name: _t("Not printed"), text, level: "danger" });
    }
    if (waiting) {
        const text = _t("Documents that wait for their printer: %s.", waiting);
        sentences.push({ name: _t("Waiting"), text, level: "warning" });
    }
    return sentences;
}

function describeConnection(info, till) {
    const name = _t("Hardware proxy");
    if (info.status === "connected") {
        return [{ name, text: _t("Connected"), level: "success" }];
    }
    if (info.status !== "disconnected") {
        return [{ name, text: _t("Connecting…"), level: "success" }];
    }
    return describeAway(info, till).map((each) => ({ name, level: "warning", ...each }));
}

function describeAway({ permission, message }, { hasAddress, isOffline }) {
    const name = _t("Browser");
    const clicks = explainPermission(permission).map((text) => ({ name, text }));
    if (isOffline) {
        const text = _t("Nothing can be printed now: it is kept until it can.");
        return [{ text, level: "danger" }, ...clicks];
    }
    if (!hasAddress) {
        return [{ text: _t("This till prints through Odoo."), level: "success" }];
    }
    const text = _t("Proxy not reached: this till prints through Odoo now.");
    return [...clicks, { text }, ...(message ? [{ text: message }] : [])];
}

/**
 * Return what to click so that the browser lets the page reach its proxy, nothing if it does.
 *
 * The words in quotation marks are those of Chromium: of its switches for programs on the same
 * machine, and for other machines.
 */
function explainPermission(permission) {
    if (permission === "prompt") {
        // Whether it asks depends on where the page comes from, which the page is not told.
        return [_t("If the browser asks to use devices, click Allow.")];
    }
    if (permission === "denied") {
        return [
            _t("Devices are blocked: click the icon left of the address."),
            _t("There, switch on “Apps on device” or “Local network”."),
        ];
    }
    return [];
}

function describePrinters(found, wanted) {
    return wanted.map((name) =>
        describePrinter(
            found.find((each) => each.name === name),
            name
        )
    );
}

function describePrinter(printer, name) {
    if (!printer) {
        return { name, text: describeTrouble("unknown_printer", name), level: "danger" };
    }
    const [fault] = printer.faults;
    if (fault) {
        return { name, text: describeTrouble(fault, name), level: "danger" };
    }
    if (printer.near_end) {
        return { name, text: _t("%s almost runs out of paper.", name), level: "warning" };
    }
    const text = printer.answered ? _t("Ready") : _t("Ready, as far as is known");
    return { name, text, level: "success" };
}

function describeOthers({ scale, scanner }, { hasScale, hasScanner }) {
    return [
        hasScale && describeOther(_t("Scale"), scale),
        hasScanner && describeOther(_t("Scanner"), scanner),
    ].filter(Boolean);
}

function describeOther(name, device) {
    if (device?.status === "connected" || device?.status === "connecting") {
        return { name, text: _t("Ready"), level: "success" };
    }
    const text = device?.messages?.[0] || _t("Not connected");
    return { name, text: `${name}: ${text}`, level: "danger" };
}
