import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { explainDrawer, explainJob } from "@pos_hardware/app/hardware/job_sentences";
import { describeTill } from "@pos_hardware/app/hardware/till_sentences";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
beforeEach(() => allowTranslations());

const TILL = {
    printers: ["Bar", "Kitchen"],
    hasAddress: true,
    hasScale: true,
    hasScanner: true,
    isOffline: false,
};
const WELL = { status: "connected", messages: [] };

function makePrinter(name, values = {}) {
    return { name, ready: true, faults: [], near_end: false, answered: true, ...values };
}

function describeConnected(values = {}) {
    const printers = [makePrinter("Bar"), makePrinter("Kitchen", values.kitchen)];
    const drivers = { printers, scale: WELL, scanner: WELL, ...values.drivers };
    const sentences = describeTill({ status: "connected", drivers }, { ...TILL, ...values.till });
    return sentences.map(({ text, level }) => [String(text), level]);
}

function describeFirst(values) {
    return describeConnected(values)[0];
}

function describeAway(info, till = {}) {
    const sentences = describeTill({ status: "disconnected", ...info }, { ...TILL, ...till });
    return sentences.map(({ text, level }) => [String(text), level]);
}

test("nothing is said to be wrong when all is well", () => {
    const levels = describeConnected().map(([, level]) => level);
    expect(new Set(levels)).toEqual(new Set(["success"]));
});

test("each fault of a printer is said in plain words, before anything else", () => {
    const texts = {
        paper_out: "Paper out on Kitchen.",
        cover_open: "The cover of Kitchen is open.",
        offline: "Kitchen is switched to offline.",
        cutter: "The cutter of Kitchen is stuck.",
        device_error: "Kitchen reports an error.",
        mute: "Kitchen does not answer.",
        unreachable: "Kitchen is switched off or not plugged in.",
    };
    for (const [fault, text] of Object.entries(texts)) {
        expect(describeFirst({ kitchen: { faults: [fault] } })).toEqual([text, "danger"]);
    }
});

test("paper that is nearly at its end is a warning", () => {
    const text = "Kitchen almost runs out of paper.";
    expect(describeFirst({ kitchen: { near_end: true } })).toEqual([text, "warning"]);
});

test("a printer of another till that has no paper is not this till's matter", () => {
    const found = describeFirst({
        kitchen: { faults: ["paper_out"] },
        till: { printers: ["Bar"] },
    });
    expect(found[1]).toBe("success");
});

test("a printer that the proxy does not know is said to be missing", () => {
    const found = describeFirst({ till: { printers: ["Cellar"] } });
    expect(found).toEqual(["The hardware proxy has no printer Cellar.", "danger"]);
});

test("a scale that cannot be read says why, where the till weighs", () => {
    const scale = { status: "disconnected", messages: ["The scale does not answer."] };
    const text = "Scale: The scale does not answer.";
    expect(describeFirst({ drivers: { scale } })).toEqual([text, "danger"]);
    expect(describeFirst({ drivers: { scale }, till: { hasScale: false } })[1]).toBe("success");
});

test("a till whose proxy is away says that it prints through Odoo", () => {
    const [text, level] = describeAway({})[0];
    expect(text).toMatch(/prints through Odoo now/);
    expect(level).toBe("warning");
    expect(describeAway({}).slice(1)).toEqual([
        ["Scale: Not connected", "warning"],
        ["Scanner: Not connected", "warning"],
    ]);
});

test("a till that has no other way than through Odoo is told nothing is wrong", () => {
    const devices = { hasScale: false, hasScanner: false };
    const found = describeAway({}, { ...devices, hasAddress: false });
    expect(found).toEqual([["This till prints through Odoo.", "success"]]);
});

test("a till without proxy and without Odoo says that documents are kept", () => {
    const [text, level] = describeAway({}, { isOffline: true })[0];
    expect(text).toMatch(/kept until it can/);
    expect(level).toBe("danger");
});

test("a browser that keeps the page from its devices is explained with what to click, first", () => {
    const away = "Proxy not reached: this till prints through Odoo now.";
    const describe = (permission) =>
        describeAway({ permission }, { hasScale: false, hasScanner: false }).map(([text]) => text);
    expect(describe("prompt")).toEqual(["If the browser asks to use devices, click Allow.", away]);
    expect(describe("denied")).toEqual([
        "Devices are blocked: click the icon left of the address.",
        "There, switch on “Apps on device” or “Local network”.",
        away,
    ]);
    for (const permission of ["granted", ""]) {
        expect(describe(permission)).toEqual([away]);
    }
});

test("without Odoo it is also said what to click: then the browser is the only way", () => {
    const texts = describeAway({ permission: "denied" }, { isOffline: true }).map(([text]) => text);
    expect(texts[0]).toMatch(/kept until it can/);
    expect(texts[1]).toMatch(/click the icon left of the address/);
});

test("documents that were not printed come first, those that wait after what is wrong", () => {
    const sentences = describeAway({ waiting: 2, offered: [{}] }, { isOffline: true });
    expect(sentences.map(([text]) => text).slice(0, 3)).toEqual([
        "Documents that were not printed: 1. Click here.",
        "Nothing can be printed now: it is kept until it can.",
        "Documents that wait for their printer: 2.",
    ]);
});

test("each end of a job is said in plain words", () => {
    const say = (state, code, message = "") => {
        const { title, body } = explainJob({ state, code, message }, "Kitchen");
        return `${title}: ${body}`;
    };
    expect(say("failed", "paper_out")).toBe(
        "Printing failed: Paper out on Kitchen. Nothing was printed."
    );
    expect(say("failed", "bad_job", "Line 3 is wrong")).toBe(
        "Printing failed: Line 3 is wrong. Nothing was printed."
    );
    expect(say("failed", "")).toBe("Printing failed: Trouble with Kitchen. Nothing was printed.");
    expect(say("unknown", "paper_out")).toMatch(
        /^Look at the paper: Paper out on Kitchen\. .*Look at the paper before printing again/
    );
    expect(say("waiting", "")).toMatch(/^Not printed yet: Kitchen cannot be reached\. .* is kept/);
});

test("a drawer that stays shut says why, one of which nobody knows is to be looked at", () => {
    const say = (state, code) => String(explainDrawer({ state, code, message: "" }, "Bar"));
    expect(say("failed", "no_drawer")).toBe("There is no drawer on Bar.");
    expect(say("failed", "offline")).toBe("Bar is switched to offline. The drawer stayed shut.");
    expect(say("failed", "too_often")).toBe("The drawer on Bar was opened a moment ago.");
    expect(say("unknown", "")).toMatch(/Look at it/);
});
