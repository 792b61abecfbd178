import { settle } from "../devices";
import { setupTill } from "../till";
import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { ProxyPrinter } from "@pos_hardware/app/utils/printer/proxy_printer";
import { EpsonPrinter } from "@point_of_sale/app/utils/printer/epson_printer";
import { HWPrinter } from "@point_of_sale/app/utils/printer/hw_printer";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

describe.current.tags("headless");
definePosModels();

/** Return a change of an order as core sends it to the kitchen: something new, something cancelled. */
function makeChange(order) {
    const [one, other] = order.lines.map(({ uuid, product_id: { id, name } }) => ({
        uuid,
        product_id: id,
        basic_name: name,
        name,
        quantity: 1,
        note: "[]",
        attribute_value_names: [],
    }));
    return { new: [one], cancelled: [other], noteUpdate: [] };
}

async function setupKitchen() {
    const till = await setupTill();
    const { store } = till;
    const order = await getFilledOrder(store);
    store.filterChangeByCategories = (categories, change) => change;
    const dialogs = [];
    store.dialog = { add: (component, props) => dialogs.push(props) };
    return { ...till, order, dialogs };
}

test("printers of our proxy are ours, others stay core's", async () => {
    const { store, hardwareProxy } = await setupTill();
    expect(hardwareProxy.printer).toBeInstanceOf(ProxyPrinter);
    expect(hardwareProxy.printer.name).toBe("Bar");
    const [kitchen] = store.unwatched.printers;
    expect(kitchen).toBeInstanceOf(ProxyPrinter);
    expect(kitchen.name).toBe("Kitchen");
    expect(store.createPrinter({ printer_type: "iot", proxy_ip: "10.0.0.1" })).toBeInstanceOf(
        HWPrinter
    );
    const epson = store.createPrinter({ printer_type: "epson_epos", epson_printer_ip: "10.0.0.1" });
    expect(epson).toBeInstanceOf(EpsonPrinter);
});

test("a till without our proxy has nothing of ours", async () => {
    const store = await setupPosEnv();
    expect(store.hardwareProxy.printer).toBe(undefined);
    expect(store.hardwareProxy.client).toBe(undefined);
    expect(store.config.useProxy).toBe(false);
});

test("tickets of a change go to the kitchen, each called as what tells it from others", async () => {
    mockDate("2026-03-04 12:30:00");
    const { store, local, order } = await setupKitchen();
    expect(await store.printChanges(order, [makeChange(order)])).toBe(true);
    expect(local.jobs.map(({ printer }) => printer)).toEqual(["Kitchen", "Kitchen"]);
    const time = luxon.DateTime.now().toFormat("HH:mm");
    const [ticket, name] = [`Order ${order.pos_reference}, Kitchen`, order.getName()];
    expect(local.jobs.map(({ document }) => document)).toEqual([
        `${ticket} NEW ${time} (${name})`,
        `${ticket} CANCELLED ${time} (${name})`,
    ]);
});

test("a ticket that is tried again later keeps its name, for its task is closed by it", async () => {
    mockDate("2026-03-04 12:30:00");
    const { store, local, order, dialogs } = await setupKitchen();
    local.say("failed", "paper_out");
    const change = { ...makeChange(order), cancelled: [] };
    await store.printChanges(order, [change]);
    mockDate("2026-03-04 12:45:00");
    local.say("done");
    dialogs[0].retry();
    await waitUntil(() => local.jobs.length === 2);
    expect(local.jobs[1].document).toBe(local.jobs[0].document);
    await store.printChanges(order, [{ ...makeChange(order), cancelled: [] }]);
    expect(local.jobs[2].document).not.toBe(local.jobs[0].document);
});

test("a receipt is called by the reference of its order, a bill is another paper", async () => {
    const { store, local, order } = await setupKitchen();
    store.printer.setPrinter(store.hardwareProxy.printer);
    store.printer.renderer = { toHtml: async () => document.createElement("div") };
    await store.printReceipt({ order, printBillActionTriggered: true });
    await store.printReceipt({ order });
    expect(local.jobs.map((job) => job.document)).toEqual([
        `Bill ${order.pos_reference}`,
        `Order ${order.pos_reference}`,
    ]);
});

test("a receipt that cannot be drawn gives its name to nothing else", async () => {
    const { store, order } = await setupKitchen();
    store.printer.setPrinter(store.hardwareProxy.printer);
    store.printer.renderer = { toHtml: () => Promise.reject(new Error("no template")) };
    await expect(store.printReceipt({ order })).rejects.toThrow("no template");
    expect(store.hardwareProxy.printer.document).toBe("");
});

test("when the cashier tries again, only the ticket that failed is printed", async () => {
    const { store, local, order, dialogs } = await setupKitchen();
    local.answer = ({ receipt }) => ({
        state: receipt.includes("CANCELLED") ? "failed" : "done",
        code: "paper_out",
        message: "",
    });
    await store.printChanges(order, [makeChange(order)]);
    expect(dialogs).toHaveLength(1);
    expect(String(dialogs[0].message)).toMatch(/Paper out on Kitchen\. Nothing was printed\./);
    local.say("done");
    dialogs[0].retry();
    await waitUntil(() => local.jobs.length === 3);
    const titles = local.jobs.map(({ receipt }) => receipt.match(/NEW|CANCELLED/)[0]);
    expect(titles).toEqual(["NEW", "CANCELLED", "CANCELLED"]);
    expect(new Set(local.uuids).size).toBe(3);
});

test("a ticket of notes only that came out is not printed again with one that did not", async () => {
    const { store, local, order, dialogs } = await setupKitchen();
    local.answer = ({ receipt }) => ({
        state: receipt.includes("NEW") ? "failed" : "done",
        code: "paper_out",
        message: "",
    });
    order.general_customer_note = "no nuts";
    const change = { ...makeChange(order), cancelled: [], general_customer_note: "no nuts" };
    await store.printChanges(order, [change]);
    expect(local.jobs).toHaveLength(2);
    local.say("done");
    dialogs[0].retry();
    await waitUntil(() => local.jobs.length > 2);
    await settle();
    expect(local.jobs.slice(2).map(({ receipt }) => receipt.includes("NEW"))).toEqual([true]);
    await store.printChanges(order, [{ ...change, new: [] }]);
    expect(local.jobs).toHaveLength(4); // the same note of another change is another ticket
});

test("a ticket that is asked for once more is printed once more", async () => {
    const { store, local, order } = await setupKitchen();
    const change = makeChange(order);
    await store.printChanges(order, [change]);
    await store.printChanges(order, [change], true);
    expect(new Set(local.uuids).size).toBe(4);
});
