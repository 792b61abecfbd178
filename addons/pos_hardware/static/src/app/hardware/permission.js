/** Whether the browser lets this page reach devices beside it: a page of the internet has to ask. */

import { isOwnMachine } from "@pos_hardware/app/hardware/address";
import { browser } from "@web/core/browser/browser";

/** Names of the permission, by the age of the browser: first there was one, now there are two. */
const OWN_MACHINE = ["loopback-network", "local-network-access"];
const LOCAL_NETWORK = ["local-network", "local-network-access"];

/**
 * Return what the browser says of its permission, and be told when it changes.
 *
 * @param {string} url of the proxy
 * @param {(state: string) => void} onChange
 * @returns {Promise<"granted" | "prompt" | "denied" | "">} empty: none is needed, or the browser has
 *     no such permission
 */
export async function watchPermission(url, onChange) {
    if (browser.location.protocol !== "https:" || !url.startsWith("http:")) {
        return "";
    }
    for (const name of isOwnMachine(url) ? OWN_MACHINE : LOCAL_NETWORK) {
        const status = await query(name);
        if (status) {
            status.addEventListener("change", () => onChange(status.state));
            return status.state;
        }
    }
    return "";
}

async function query(name) {
    try {
        return await browser.navigator.permissions.query({ name });
    } catch {
        return null; // a browser without it: TypeError, for the name or for `permissions`
    }
}
