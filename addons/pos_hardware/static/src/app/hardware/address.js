const OWN_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Return whether an address is on the machine of the browser: for it this is no "local network". */
export function isOwnMachine(url) {
    return OWN_MACHINE.test(new URL(url).hostname);
}

/**
 * Return what `fetch` is told beside all else: where Odoo is set to it (`point_of_sale.use_lna`), a
 * page with https may ask a proxy without it, by whatever name, once the browser was allowed to.
 */
export function chooseSpace(url) {
    return odoo.use_lna && !isOwnMachine(url) ? { targetAddressSpace: "local" } : {};
}
