import { FakePlane, makeAnswers, makeHardwareProxy, openKept, pass, settle } from "../../devices";
import { after, beforeEach, describe, expect, test } from "@odoo/hoot";
import { DrawerLog } from "@pos_hardware/app/hardware/drawer_log";
import { HardwareClient } from "@pos_hardware/app/hardware/hardware_client";
import { Refused } from "@pos_hardware/app/hardware/plane_errors";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
beforeEach(() => allowTranslations());

const OWN = { id: 1, address: "http://127.0.0.1:8069" };
const BAR = { id: 3, name: "Bar", proxy_id: OWN };
const CONFIG = { hardware_proxy_id: OWN, hardware_printer_id: BAR, iface_cashdrawer: true };

/** Return a till with a printer of ours whose documents are not drawn but told. */
async function makeTill(config = CONFIG) {
    const { hardwareProxy } = makeHardwareProxy(makeAnswers(), { config });
    const local = new FakePlane();
    const odoo = new FakePlane();
    const kept = openKept();
    const openings = openKept();
    hardwareProxy.client = new HardwareClient({
        findLocal: async () => local,
        odoo,
        kept,
        onEnd: (...end) => hardwareProxy.tellEnd(...end),
        onChange: () => hardwareProxy.showJobs(),
    });
    hardwareProxy.drawerLog = new DrawerLog(odoo, openings);
    await Promise.all([kept.ready, openings.ready]);
    after(() => [kept, openings].forEach(({ rows }) => rows.clear()));
    const printer = hardwareProxy.makePrinter(BAR);
    printer.readReceipts = async ({ textContent }) => [textContent];
    hardwareProxy.printer = printer;
    const { said } = hardwareProxy.pos;
    return { hardwareProxy, printer, local, odoo, kept, said };
}

function makeReceipt(text) {
    const element = document.createElement("div");
    element.textContent = text;
    return element;
}

async function print(printer, ...args) {
    let result = null;
    printer.printReceipt(...args).then((end) => (result = end));
    await settle();
    for (let second = 0; second < 60 && !result; second++) {
        await pass(1);
    }
    return result;
}

test("a receipt that came out is a success", async () => {
    const { printer, local } = await makeTill();
    expect(await print(printer, makeReceipt("one"))).toEqual({
        successful: true,
        warningCode: undefined,
    });
    const [{ kind, receipt, printer: name, device_id: device }] = local.jobs;
    expect([kind, receipt, name, device]).toEqual(["receipt", "one", "Bar", 3]);
});

test("paper that is nearly at its end is a warning after the receipt", async () => {
    const { printer, hardwareProxy } = await makeTill();
    hardwareProxy.connectionInfo.drivers = { printers: [{ name: "Bar", near_end: true }] };
    const { warningCode } = await print(printer, makeReceipt("one"));
    expect(warningCode).toBe("ROLL_PAPER_HAS_ALMOST_RUN_OUT");
});

test("receipts come out in the order in which they were asked for", async () => {
    const { printer, local } = await makeTill();
    printer.readReceipts = async ({ textContent: text }) => {
        await pass(text === "slow" ? 3 : 0);
        return [text];
    };
    const printing = ["slow", "quick", "last"].map((text) =>
        printer.printReceipt(makeReceipt(text))
    );
    await Promise.all(printing);
    expect(local.jobs.map(({ receipt }) => receipt)).toEqual(["slow", "quick", "last"]);
});

test("a receipt that cannot be drawn is told, and those behind it are printed", async () => {
    const { printer, local } = await makeTill();
    printer.render = async ({ textContent: receipt }) => {
        if (receipt === "bad") {
            throw new Error("This cannot be drawn.");
        }
        return [{ kind: "receipt", receipt }];
    };
    const [bad, good] = await Promise.all(
        ["bad", "good"].map((text) => printer.printReceipt(makeReceipt(text)))
    );
    expect(String(bad.message.body)).toBe("This cannot be drawn. Nothing was printed.");
    expect(good.successful).toBe(true);
    expect(local.jobs.map(({ receipt }) => receipt)).toEqual(["good"]);
});

test("a failure says what to do, and trying again is another job", async () => {
    const { printer, local } = await makeTill();
    local.say("failed", "paper_out");
    const receipt = makeReceipt("one");
    const { successful, canRetry, message } = await print(printer, receipt);
    expect([successful, canRetry]).toEqual([false, true]);
    expect(String(message.body)).toBe("Paper out on Bar. Nothing was printed.");
    local.say("done");
    expect((await print(printer, receipt)).successful).toBe(true);
    expect(new Set(local.uuids).size).toBe(2);
    expect(local.jobs[1].receipt).toBe("one");
});

test("what may be on paper already is printed again as a copy, by another job", async () => {
    const { printer, local } = await makeTill();
    local.say("unknown", "timeout");
    const receipt = makeReceipt("one");
    await print(printer, receipt);
    local.say("done");
    await print(printer, receipt);
    expect(local.jobs.map(({ receipt }) => receipt)).toEqual(["one", "COPYone"]);
    expect(local.jobs[1].uuid).not.toBe(local.jobs[0].uuid);
});

test("what waits is tried again under its uuid, also when the button is pressed anew", async () => {
    const { printer, local, odoo } = await makeTill();
    local.fail();
    odoo.fail();
    const receipt = makeReceipt("one");
    const { successful, message } = await print(printer, receipt);
    expect(successful).toBe(false);
    expect(String(message.title)).toBe("Not printed yet");
    local.say("done");
    const printing = [print(printer, receipt), print(printer, makeReceipt("one"))];
    expect((await Promise.all(printing)).map((each) => each.successful)).toEqual([true, true]);
    expect(new Set([local.uuids[0], local.uuids[1], ...odoo.uuids]).size).toBe(1);
});

test("a ticket that came out is not printed again because another one did not", async () => {
    const { printer, local } = await makeTill();
    const [first, second] = [{}, {}]; // stand for two tickets of one order
    await print(printer, makeReceipt("new"), first);
    local.say("failed", "paper_out");
    await print(printer, makeReceipt("cancelled"), second);
    local.say("done");
    expect((await print(printer, makeReceipt("new"), first)).successful).toBe(true);
    expect((await print(printer, makeReceipt("cancelled"), second)).successful).toBe(true);
    expect(local.jobs.map(({ receipt }) => receipt)).toEqual(["new", "cancelled", "cancelled"]);
});

test("what cannot be read as text is printed as a picture", async () => {
    const { printer, local } = await makeTill();
    printer.readReceipts = async () => {
        throw new Error("unreadable");
    };
    printer.drawPicture = async () => ({ kind: "image", content: "jpeg" });
    await print(printer, makeReceipt("one"));
    expect(local.jobs.map(({ kind, content }) => [kind, content])).toEqual([["image", "jpeg"]]);
});

test("a document in several parts whose end fails is not certain", async () => {
    const { printer, local } = await makeTill();
    printer.readReceipts = async () => ["beginning", "end"];
    local.answer = ({ receipt }) => ({
        state: receipt === "end" ? "failed" : "done",
        code: "paper_out",
        message: "",
    });
    const { message } = await print(printer, makeReceipt("long"));
    expect(String(message.title)).toBe("Look at the paper");
    expect(local.jobs.map(({ receipt }) => receipt)).toEqual(["beginning", "end"]);
});

test("a document is called in the list of jobs as whoever prints it says, once", async () => {
    const { printer, local } = await makeTill();
    printer.document = "Order 0001";
    await print(printer, makeReceipt("one"));
    await print(printer, makeReceipt("two"));
    expect(local.jobs.map(({ document }) => document)).toEqual(["Order 0001", ""]);
});

test("a name that is too long is cut between letters", async () => {
    const { printer, local } = await makeTill();
    printer.document = "x".repeat(79) + "\u{1f600}\u{1f600}";
    await print(printer, makeReceipt("one"));
    expect(local.jobs[0].document).toBe("x".repeat(79) + "\u{1f600}");
});

test("the same receipt that is asked for twice is printed twice", async () => {
    const { printer, local } = await makeTill();
    const receipt = makeReceipt("one");
    await print(printer, receipt);
    await print(printer, receipt);
    expect(new Set(local.uuids).size).toBe(2);
});

test("a connection that is back prints what waits, and nothing else", async () => {
    const { printer, local, odoo } = await makeTill();
    expect(await printer.printReceipt()).toEqual({ successful: true });
    local.fail();
    odoo.fail();
    await print(printer, makeReceipt("one"));
    await pass(100);
    local.say("done");
    const before = local.jobs.length;
    await printer.printReceipt();
    await settle();
    expect(local.jobs).toHaveLength(before + 1);
});

test("a receipt that fails after all is told, and can be printed again", async () => {
    const { printer, local, odoo, said } = await makeTill();
    local.fail();
    odoo.fail();
    await print(printer, makeReceipt("one"));
    local.say("failed", "cover_open");
    await pass(20);
    expect(said.map(({ text }) => text)).toEqual([
        "The cover of Bar is open. Nothing was printed.",
    ]);
    local.say("done");
    await said[0].buttons[0].onClick();
    expect(local.jobs.at(-1).receipt).toBe("one");
    expect(new Set(local.uuids).size).toBe(2);
    expect(said).toHaveLength(1);
});

test("the drawer is opened beside the till, and Odoo knows who and why", async () => {
    const { hardwareProxy, local, odoo } = await makeTill();
    await hardwareProxy.openCashbox("Cash in / out");
    await settle();
    expect(local.openings).toEqual(["Bar"]);
    const [{ reason, employee_name: name, device_id: device, session_id: session }] = odoo.openings;
    expect([reason, name, device, session]).toEqual(["Cash in / out", "Ann", 3, 5]);
});

test("who opened the drawer is who asked for it, not who logged in meanwhile", async () => {
    const { hardwareProxy, local, odoo } = await makeTill();
    local.answer = () => {
        hardwareProxy.pos.getCashier = () => ({ name: "Bob" });
    };
    await hardwareProxy.openCashbox("Cash in / out");
    await settle();
    expect(odoo.openings.map(({ employee_name: name }) => name)).toEqual(["Ann"]);
});

test("a drawer that stays shut is told, and not in the log", async () => {
    const { hardwareProxy, local, odoo, said } = await makeTill();
    local.fail(new Refused("unreachable", ""));
    await hardwareProxy.openCashbox();
    await settle();
    expect(said.map(({ text }) => text)).toEqual([
        "Bar is switched off or not plugged in. The drawer stayed shut.",
    ]);
    expect(odoo.openings).toHaveLength(0);
});

test("a drawer of which nobody answers is not said to be shut", async () => {
    const { hardwareProxy, local, odoo, said } = await makeTill();
    local.fail();
    odoo.fail();
    await hardwareProxy.openCashbox();
    await settle();
    expect(said.map(({ text }) => text)).toEqual([
        "It is not certain whether the drawer on Bar opened. Look at it.",
    ]);
});

test("a till without a drawer opens none", async () => {
    const { hardwareProxy, local } = await makeTill({ ...CONFIG, iface_cashdrawer: false });
    await hardwareProxy.openCashbox();
    await settle();
    expect(local.openings).toEqual([]);
});
