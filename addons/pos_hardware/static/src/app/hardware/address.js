import { browser } from "@web/core/browser/browser";

const OWN_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
/** Numbers, and names that only a network itself gives (RFC 6762). */
const NEAR = /^(\d+(\.\d+){3}|\[.*\]|.*\.local)$/;

/** Return whether an address is on the machine of the browser: for it this is no "local network". */
export function isOwnMachine(url) {
    return OWN_MACHINE.test(new URL(url).hostname);
}

/**
 * Return the settings of `fetch` with which a page of https reaches a proxy without it.
 *
 * Chromium takes a name for one of the internet unless it is told otherwise (Local Network Access),
 * and refuses what it is told of and finds elsewhere: it is told only where it does not know.
 */
export function tellNetwork(url) {
    const { protocol, hostname } = new URL(url);
    const isMixed = browser.location.protocol === "https:" && protocol === "http:";
    const isKnown = isOwnMachine(url) || NEAR.test(hostname);
    return isMixed && !isKnown ? { targetAddressSpace: "local" } : {};
}
