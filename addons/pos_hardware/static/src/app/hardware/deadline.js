import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/**
 * Return what a promise brings, or fail when it takes too long: whoever asks a device or a server
 * never waits for ever.
 *
 * @param {number} milliseconds
 * @param {Promise} promise
 * @param {() => void} giveUp ends what is under way
 * @throws {ConnectionLostError} it took too long
 */
export function within(milliseconds, promise, giveUp = () => {}) {
    return new Promise((resolve, reject) => {
        const timer = browser.setTimeout(() => {
            reject(new ConnectionLostError());
            giveUp();
        }, milliseconds);
        promise.then(resolve, reject).finally(() => browser.clearTimeout(timer));
    });
}
