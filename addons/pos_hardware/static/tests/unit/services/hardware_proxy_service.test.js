import { die, makeAnswers, makeHardwareProxy, pass, settle } from "../devices";
import { describe, expect, mockFetch, test } from "@odoo/hoot";
import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { HWPrinter } from "@point_of_sale/app/utils/printer/hw_printer";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

describe.current.tags("headless");

const ADDRESS = { force_ip: "127.0.0.1:8069" };

test("the till is loaded without waiting for a proxy that is silent", async () => {
    const silent = () => new Promise(() => {});
    const { hardwareProxy } = makeHardwareProxy(makeAnswers({ handshake: silent }));
    await hardwareProxy.autoConnect(ADDRESS);
    expect(hardwareProxy.connectionInfo.status).toBe("connecting");
});

test("a till without any address is loaded, too, and says what is missing", async () => {
    allowTranslations();
    const { hardwareProxy } = makeHardwareProxy(makeAnswers());
    await hardwareProxy.autoConnect({});
    expect(hardwareProxy.connectionInfo.status).toBe("disconnected");
    expect(String(hardwareProxy.connectionInfo.message)).toMatch(/address/);
});

test("a proxy that was away when the till was loaded is found later, with its printer", async () => {
    const answers = makeAnswers();
    const away = { ...answers };
    die(away);
    const config = { iface_print_via_proxy: true };
    const { hardwareProxy, answers: current } = makeHardwareProxy(away, { config });
    await hardwareProxy.autoConnect(ADDRESS);
    await pass(60);
    expect(hardwareProxy.printer).toBe(undefined);
    Object.assign(current, answers);
    await pass(20);
    expect(hardwareProxy.connectionInfo.status).toBe("connected");
    expect(hardwareProxy.printer).toBeInstanceOf(HWPrinter);
});

test("a proxy that is away is asked less and less often", async () => {
    const answers = makeAnswers();
    die(answers);
    const { hardwareProxy, asked } = makeHardwareProxy(answers);
    await hardwareProxy.autoConnect(ADDRESS);
    await pass(300);
    expect(asked.hello).toBeLessThan(26);
    expect(asked.hello).toBeGreaterThan(15);
});

test("a click on the icon asks a proxy that is away at once", async () => {
    const answers = makeAnswers();
    die(answers);
    const { hardwareProxy, asked } = makeHardwareProxy(answers);
    await hardwareProxy.autoConnect(ADDRESS);
    await pass(100);
    const before = asked.hello;
    await hardwareProxy.autoConnect(ADDRESS);
    await settle();
    expect(asked.hello).toBe(before + 1);
});

test("a status that never comes is an end of the connection, not of asking", async () => {
    const answers = makeAnswers();
    const { hardwareProxy } = makeHardwareProxy(answers);
    await hardwareProxy.autoConnect(ADDRESS);
    await settle();
    expect(hardwareProxy.connectionInfo.status).toBe("connected");
    const { status_json: wellBefore } = answers;
    answers.status_json = () => new Promise(() => {});
    await pass(8);
    expect(hardwareProxy.connectionInfo.status).toBe("disconnected");
    answers.status_json = wellBefore;
    await pass(8);
    expect(hardwareProxy.connectionInfo.status).toBe("connected");
});

test("a proxy that says no is not used", async () => {
    const { hardwareProxy } = makeHardwareProxy(makeAnswers({ handshake: false }));
    await hardwareProxy.autoConnect(ADDRESS);
    await settle();
    expect(hardwareProxy.connectionInfo.status).toBe("disconnected");
});

test("a question to a proxy that is away fails, and does not wait", async () => {
    const answers = makeAnswers();
    die(answers);
    const { hardwareProxy } = makeHardwareProxy(answers);
    await hardwareProxy.autoConnect(ADDRESS);
    await settle();
    await expect(hardwareProxy.message("scale_read")).rejects.toThrow(ConnectionLostError);
});

test("a print that is never answered ends for the cashier", async () => {
    makeHardwareProxy({ default_printer_action: () => new Promise(() => {}) });
    const printing = new HWPrinter({ url: "http://127.0.0.1:8069" }).sendPrintingJob("picture");
    const failing = expect(printing).rejects.toThrow(ConnectionLostError);
    await pass(60);
    await failing;
});

test("the browser is told that a proxy is in the local network only where it does not know", async () => {
    const spaces = [];
    mockFetch((url, init) => {
        spaces.push(init.targetAddressSpace);
        return "ping";
    });
    const greet = async (protocol, ...hosts) => {
        patchWithCleanup(browser, { location: { protocol } });
        for (const host of hosts) {
            await new HardwareProxy().checkProxyAvailability(`http://${host}:8069`);
        }
        return spaces.splice(0);
    };
    const known = ["127.0.0.1", "localhost", "192.168.1.5", "[fd00::5]", "till.local"];
    expect(await greet("https:", ...known)).toEqual(Array(5).fill(undefined));
    expect(await greet("https:", "till.lan", "till")).toEqual(["local", "local"]);
    expect(await greet("http:", "till.lan")).toEqual([undefined]);
});

test("scale and scanner of a proxy with a name are asked in the local network, too", async () => {
    patchWithCleanup(browser, { location: { protocol: "https:" } });
    const asked = [];
    mockFetch((url, init) => {
        asked.push([url, init.targetAddressSpace, JSON.parse(init.body).params]);
        return new Response(JSON.stringify({ jsonrpc: "2.0", id: 0, result: { weight: 1.5 } }));
    });
    const hardwareProxy = new HardwareProxy();
    hardwareProxy.host = "http://till.lan:8069";
    expect(await hardwareProxy.ask("scale_read", { a: 1 })).toEqual({ weight: 1.5 });
    expect(asked).toEqual([["http://till.lan:8069/hw_proxy/scale_read", "local", { a: 1 }]]);
});

test("what a proxy says instead of a result is told, what is no answer is a lost connection", async () => {
    const hardwareProxy = new HardwareProxy();
    hardwareProxy.host = "http://127.0.0.1:8069";
    const data = { name: "Unstable", message: "The weight is not stable." };
    const error = { code: 200, message: "Odoo Server Error", data };
    mockFetch(() => new Response(JSON.stringify({ jsonrpc: "2.0", id: 0, error })));
    const refused = await hardwareProxy.ask("scale_read").catch((each) => each);
    expect(refused).toBeInstanceOf(RPCError);
    expect(refused.data.message).toBe(data.message);
    mockFetch(() => new Response("Bad gateway", { status: 502 }));
    await expect(hardwareProxy.ask("scale_read")).rejects.toThrow(ConnectionLostError);
});

test("a hello that never comes is a no", async () => {
    mockFetch(() => new Promise(() => {}));
    const asking = new HardwareProxy().checkProxyAvailability("http://127.0.0.1:8069");
    await pass(1.5);
    expect(await asking).toBe(false);
});
