import { makePrinterState, setupTill, tellPrinters } from "../../till";
import { expect, test } from "@odoo/hoot";
import { animationFrame, click, queryAllTexts, queryFirst, waitFor } from "@odoo/hoot-dom";
import { ProxyStatus } from "@point_of_sale/app/components/navbar/proxy_status/proxy_status";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const OLD = 11 * 60 * 1000; // milliseconds

async function mountStatus() {
    const till = await setupTill();
    await mountWithCleanup(ProxyStatus);
    const well = ["Bar", "Kitchen"].map((name) => makePrinterState(name));
    tellPrinters(till.hardwareProxy, ...well);
    await animationFrame();
    return till;
}

async function openDevices() {
    await click(".pos-hardware-status");
    await waitFor(".pos-hardware-devices");
}

test("a till whose devices are well says nothing, and lists them when it is asked", async () => {
    await mountStatus();
    expect(".pos-hardware-status .js_msg").toHaveCount(0);
    expect(".pos-hardware-status").toHaveAttribute("data-level", "success");
    await openDevices();
    expect(queryAllTexts(".pos-hardware-device")).toEqual([
        "Hardware proxy Connected",
        "Bar Ready",
        "Kitchen Ready",
    ]);
});

test("paper that is out in the kitchen is said in the navbar", async () => {
    const { hardwareProxy } = await mountStatus();
    const kitchen = makePrinterState("Kitchen", { faults: ["paper_out"] });
    tellPrinters(hardwareProxy, makePrinterState("Bar"), kitchen);
    await animationFrame();
    expect(".pos-hardware-status .js_msg").toHaveText("Paper out on Kitchen.");
    expect(".pos-hardware-status").toHaveAttribute("data-level", "danger");
});

test("a till whose proxy is away says that it prints through Odoo", async () => {
    const { hardwareProxy } = await mountStatus();
    hardwareProxy.setConnectionInfo({ status: "disconnected" });
    await animationFrame();
    expect(".pos-hardware-status .js_msg").toHaveText(/prints through Odoo now/);
    hardwareProxy.connectionInfo.permission = "denied";
    await animationFrame();
    expect(".pos-hardware-status .js_msg").toHaveText(/Devices are blocked: click/);
    await openDevices();
    const texts = queryAllTexts(".pos-hardware-device").join();
    expect(texts).toMatch(/switch on “Apps on device”/);
    expect(texts).toMatch(/prints through Odoo now/);
});

test("what was not printed is offered: to be printed now, or forgotten", async () => {
    const { hardwareProxy, local, kept } = await mountStatus();
    const job = { device_id: 4, name: "Kitchen", receipt: "x", made_at: Date.now() - OLD };
    kept.put({ ...job, uuid: "a", document: "Order 1" });
    kept.put({ ...job, uuid: "b", document: "Order 2" });
    hardwareProxy.showJobs();
    await animationFrame();
    expect(".pos-hardware-status .js_msg").toHaveText(/not printed: 2/);
    await openDevices();
    expect(queryAllTexts(".pos-hardware-offered b")).toEqual(["Order 1", "Order 2"]);
    await click(".pos-hardware-offered:first .pos-hardware-print");
    await animationFrame();
    await animationFrame();
    expect(local.uuids).toEqual(["a"]);
    expect(queryAllTexts(".pos-hardware-offered b")).toEqual(["Order 2"]);
    await click(".pos-hardware-forget");
    await animationFrame();
    expect(".pos-hardware-offered").toHaveCount(0);
    expect(local.uuids).toEqual(["a"]);
    expect(kept.rows.size).toBe(0);
});

test("a till without our proxy has core's button", async () => {
    await setupPosEnv();
    await mountWithCleanup(ProxyStatus);
    expect(".js_proxy").toHaveCount(1);
    expect(queryFirst(".pos-hardware-status")).toBe(null);
});
