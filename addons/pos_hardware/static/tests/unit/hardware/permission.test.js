import { describe, expect, test } from "@odoo/hoot";
import { watchPermission } from "@pos_hardware/app/hardware/permission";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";

describe.current.tags("headless");

const OWN = "http://127.0.0.1:8069";
const OTHER = "http://192.168.1.5:8069";

/** Let the browser know these permissions, and open the page by https or not. */
function openPage(states, protocol = "https:") {
    const asked = [];
    const statuses = {};
    const query = async ({ name }) => {
        asked.push(name);
        if (!(name in states)) {
            throw new TypeError(`no ${name}`);
        }
        const status = new EventTarget();
        status.state = states[name];
        return (statuses[name] = status);
    };
    patchWithCleanup(browser, {
        navigator: { permissions: { query } },
        location: { protocol },
    });
    return { asked, statuses };
}

async function watch(url) {
    const heard = [];
    const state = await watchPermission(url, (change) => heard.push(change));
    return { state, heard };
}

test("a proxy on the same machine and one in the network have permissions of their own", async () => {
    openPage({ "loopback-network": "denied", "local-network": "prompt" });
    expect((await watch(OWN)).state).toBe("denied");
    expect((await watch(OTHER)).state).toBe("prompt");
});

test("a browser that knows one permission for both is asked for that", async () => {
    const { asked } = openPage({ "local-network-access": "granted" });
    expect((await watch(OWN)).state).toBe("granted");
    expect((await watch(OTHER)).state).toBe("granted");
    expect(asked).toEqual([
        "loopback-network",
        "local-network-access",
        "local-network",
        "local-network-access",
    ]);
});

test("a browser without such a permission is not said to deny it", async () => {
    openPage({});
    expect((await watch(OWN)).state).toBe("");
    patchWithCleanup(browser, { navigator: {} });
    expect((await watch(OWN)).state).toBe("");
});

test("a page that is itself of the network needs no permission, nor does a proxy with https", async () => {
    const { asked } = openPage({ "loopback-network": "denied" }, "http:");
    expect((await watch(OWN)).state).toBe("");
    openPage({ "loopback-network": "denied" });
    expect((await watch("https://127.0.0.1:8069")).state).toBe("");
    expect(asked).toEqual([]);
});

test("the till hears when the cashier allows it", async () => {
    const { statuses } = openPage({ "loopback-network": "prompt" });
    const { heard } = await watch(OWN);
    statuses["loopback-network"].state = "granted";
    statuses["loopback-network"].dispatchEvent(new Event("change"));
    expect(heard).toEqual(["granted"]);
});
