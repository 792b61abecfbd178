const OWN_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Return whether an address is on the machine of the browser: for it this is no "local network". */
export function isOwnMachine(url) {
    return OWN_MACHINE.test(new URL(url).hostname);
}
