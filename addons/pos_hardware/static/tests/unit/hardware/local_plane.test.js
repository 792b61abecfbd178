import { pass } from "../devices";
import { describe, expect, mockFetch, test } from "@odoo/hoot";
import { LocalPlane } from "@pos_hardware/app/hardware/local_plane";
import { Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";

describe.current.tags("headless");

const URL = "http://127.0.0.1:8069";
const JOB = {
    uuid: "u",
    printer: "kitchen",
    kind: "receipt",
    receipt: { version: 1 },
    document: "Order 1",
    name: "Kitchen",
};

function answer(status, body) {
    const asked = [];
    mockFetch((url, init) => {
        asked.push({ url, ...init, authorization: init.headers.get("Authorization") });
        return new Response(JSON.stringify(body), { status });
    });
    return asked;
}

test("a job is posted with the token in a header, never in the address", async () => {
    const asked = answer(201, { uuid: "u", state: "done" });
    expect(await new LocalPlane(URL, "secret").submit(JOB)).toEqual({ uuid: "u", state: "done" });
    const [{ url, method, body, authorization }] = asked;
    expect([method, url]).toEqual(["POST", `${URL}/v1/jobs?wait=3`]);
    expect(authorization).toBe("Bearer secret");
    const { uuid, printer, kind, receipt, document } = JOB;
    expect(JSON.parse(body)).toEqual({ uuid, printer, kind, receipt, document });
});

test("a page of https says that a proxy with a name is in the local network", async () => {
    patchWithCleanup(browser, { location: { protocol: "https:" } });
    const asked = answer(200, { printers: [] });
    await new LocalPlane("http://till.lan:8069", "").readDevices();
    await new LocalPlane(URL, "").readDevices();
    expect(asked.map((each) => each.targetAddressSpace)).toEqual(["local", undefined]);
});

test("what is read is never what core's service worker has kept", async () => {
    const asked = answer(200, {});
    const plane = new LocalPlane(URL, "");
    await plane.readDevices();
    await plane.read("u");
    const leavesAlone = (url) => url.includes("hw_proxy/hello"); // its own rule, by its code
    expect(asked.map(({ url }) => leavesAlone(url))).toEqual([true, true]);
    expect(asked[1].url).toMatch(/^http:..127.0.0.1:8069.v1.jobs.u\?/);
});

test("without a token there is no header", async () => {
    const asked = answer(200, { printers: [] });
    await new LocalPlane(URL, "").readDevices();
    expect(asked[0].authorization).toBe(null);
});

test("the name of a printer is part of the address of its drawer", async () => {
    const asked = answer(200, { opened: true });
    await new LocalPlane(URL, "").openDrawer("bar 2");
    expect(asked[0].url).toBe(`${URL}/v1/devices/bar%202/drawer`);
});

test("what the proxy says no to is told with its word and its sentence", async () => {
    answer(422, { error: { code: "bad_job", message: "line 3" } });
    const error = await new LocalPlane(URL, "").submit(JOB).catch((error) => error);
    expect(error).toBeInstanceOf(Refused);
    expect([error.code, error.message]).toEqual(["bad_job", "line 3"]);
});

test("a proxy that does not let this till in is none that it can reach", async () => {
    answer(403, { error: { code: "foreign_origin", message: "not listed" } });
    await expect(new LocalPlane(URL, "").submit(JOB)).rejects.toThrow(Unreachable);
});

test("another program on the port of the proxy is not the proxy", async () => {
    mockFetch(() => new Response("<html>", { status: 404 }));
    await expect(new LocalPlane(URL, "").submit(JOB)).rejects.toThrow(Unreachable);
    answer(404, { detail: "Not Found" });
    await expect(new LocalPlane(URL, "").submit(JOB)).rejects.toThrow(Unreachable);
});

test("a proxy that is away, or silent, is not waited for", async () => {
    mockFetch(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(new LocalPlane(URL, "").submit(JOB)).rejects.toThrow(Unreachable);
    mockFetch(() => new Promise(() => {}));
    const failing = expect(new LocalPlane(URL, "").submit(JOB)).rejects.toThrow(Unreachable);
    await pass(10);
    await failing;
});
