import { makeAnswers, makeHardwareProxy, pass, settle } from "../devices";
import { beforeEach, describe, expect, mockFetch, test } from "@odoo/hoot";
import { markElement, markJob } from "@pos_hardware/app/hardware/copy";
import { ProxyPrinter } from "@pos_hardware/app/utils/printer/proxy_printer";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
beforeEach(() => allowTranslations());

const OWN = { id: 1, address: "http://127.0.0.1:8069", local_token: "secret" };
const OTHER = { id: 2, address: "http://192.168.1.5:8069", local_token: "" };
const NOWHERE = { id: 3, address: "" };
const BAR = { id: 3, name: "Bar", proxy_id: OWN };
const CONFIG = { hardware_proxy_id: OWN, hardware_printer_id: BAR };
const WELL = { status: "connected", code: "", messages: [] };
const DEVICES = {
    printers: [
        {
            name: "Bar",
            default: true,
            ready: false,
            faults: ["paper_out"],
            near_end: false,
            answered: true,
        },
    ],
    scale: WELL,
    scanner: WELL,
};

/** Return a till with our proxy; it is not printed with. */
function makeTill(answers = makeAnswers(), config = CONFIG) {
    const proxies = new Map([OWN, OTHER, NOWHERE].map((proxy) => [proxy.id, proxy]));
    const pos = { models: { "pos.hardware.proxy": proxies } };
    const till = makeHardwareProxy(answers, { config, pos });
    till.hardwareProxy.client = { wake: () => till.woken.push(true) };
    till.woken = [];
    return till;
}

test("the printer of our proxy is there before the proxy answers", async () => {
    const { hardwareProxy } = makeTill(makeAnswers({ hello: false }));
    await hardwareProxy.autoConnect({ force_ip: "ignored" });
    expect(hardwareProxy.printer).toBeInstanceOf(ProxyPrinter);
    expect(hardwareProxy.host).toBe(OWN.address);
});

test("our proxy is asked with its token how its devices are", async () => {
    const { hardwareProxy, asked } = makeTill();
    const tokens = [];
    mockFetch((url, init) => {
        tokens.push([url, init.headers.get("Authorization")]);
        return new Response(JSON.stringify(DEVICES));
    });
    await hardwareProxy.autoConnect({});
    await settle();
    const url = "http://127.0.0.1:8069/v1/devices?hw_proxy/hello";
    expect(tokens).toEqual([[url, "Bearer secret"]]);
    expect(asked.status_json).toBe(undefined);
    const { status, drivers } = hardwareProxy.connectionInfo;
    expect(status).toBe("connected");
    expect(drivers.printer).toEqual({ status: "error", messages: ["paper_out"] });
    expect(drivers.scale).toEqual(WELL);
    expect(hardwareProxy.findPrinter("Bar").faults).toEqual(["paper_out"]);
});

test("scale and scanner ask with the token in a header", async () => {
    const headers = [];
    const scale_read = ({ settings }) => headers.push(settings.headers) && { weight: 1 };
    const { hardwareProxy } = makeTill(makeAnswers({ scale_read }));
    mockFetch(() => new Response(JSON.stringify(DEVICES)));
    await hardwareProxy.autoConnect({});
    await settle();
    await hardwareProxy.message("scale_read");
    expect(headers.map(({ Authorization }) => Authorization)).toEqual(["Bearer secret"]);
});

test("what waits is printed when the proxy is back, and once for each time", async () => {
    const answers = makeAnswers({ hello: false });
    const { hardwareProxy, woken } = makeTill(answers);
    mockFetch(() => new Response(JSON.stringify(DEVICES)));
    await hardwareProxy.autoConnect({});
    await pass(20);
    expect(woken).toHaveLength(0);
    answers.hello = true;
    await pass(40);
    // Core prints by its printer when there is a connection, too.
    expect(woken.length).toBeGreaterThan(0);
    expect(woken.length).toBeLessThan(3);
});

test("each printer is reached at its own proxy, if that has an address and answers", async () => {
    const { hardwareProxy } = makeTill();
    const find = async (id) => (await hardwareProxy.findLocal({ proxy_id: id }))?.url;
    expect(await find(1)).toBe(OWN.address);
    expect(await find(2)).toBe(OTHER.address);
    expect(await find(3)).toBe(undefined);
    expect(await find(99)).toBe(undefined);
    hardwareProxy.checkProxyAvailability = async () => false;
    expect(await find(2)).toBe(undefined);
});

test("a till whose proxy has no address does not look for one", async () => {
    const { hardwareProxy, asked } = makeTill(makeAnswers(), {
        ...CONFIG,
        hardware_proxy_id: NOWHERE,
    });
    await hardwareProxy.autoConnect({ force_ip: "192.168.1.9" });
    await pass(10);
    expect(asked.hello).toBe(undefined);
    expect(hardwareProxy.connectionInfo.status).toBe("disconnected");
    expect(hardwareProxy.printer).toBeInstanceOf(ProxyPrinter);
});

test("the printer of a till with another proxy is core's", async () => {
    const config = { iface_print_via_proxy: true };
    const { hardwareProxy } = makeTill(makeAnswers(), config);
    await hardwareProxy.autoConnect({ force_ip: "127.0.0.1:8069" });
    await settle();
    expect(hardwareProxy.printer).not.toBeInstanceOf(ProxyPrinter);
    expect(hardwareProxy.connectionInfo.drivers.scale).toEqual({
        status: "connected",
        messages: [],
    });
});

test("a copy has the word on top, as text, as element and above a picture", () => {
    const element = document.createElement("div");
    element.textContent = "one";
    expect(markElement(element).textContent).toBe("COPYone");
    expect(element.textContent).toBe("one");
    const mark = { type: "text", text: "COPY", align: "center", bold: true, size: 2 };
    const receipt = { version: 1, lines: [{ type: "rule" }] };
    const { lines } = markJob({ uuid: "a", kind: "receipt", receipt }, "b").receipt;
    expect(lines).toEqual([mark, { type: "rule" }]);
    const picture = markJob({ uuid: "a", kind: "image", content: "jpeg" }, "b");
    expect([picture.uuid, picture.kind, picture.content]).toEqual(["b", "receipt", undefined]);
    expect(picture.receipt.lines).toEqual([
        mark,
        { type: "picture", data: "jpeg" },
        { type: "cut" },
    ]);
});
