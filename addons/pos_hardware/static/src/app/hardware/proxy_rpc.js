import { tellNetwork } from "@pos_hardware/app/hardware/address";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, makeErrorFromResponse } from "@web/core/network/rpc";

/**
 * Ask a proxy in the words of Odoo's own client (JSON-RPC 2.0), whose `rpc` cannot say in which
 * network the proxy is.
 *
 * @param {string} url
 * @param {object} params
 * @param {{ headers: object, signal: AbortSignal }} settings
 * @returns {Promise} the result
 * @throws {ConnectionLostError} nobody is there, or it is no such proxy
 * @throws {RPCError} what the proxy says instead of a result
 */
export async function askProxy(url, params, { headers, signal }) {
    const { error, result } = await post(url, params, { headers, signal }).catch(() => {
        throw new ConnectionLostError(url);
    });
    if (error) {
        throw makeErrorFromResponse(error);
    }
    return result;
}

async function post(url, params, { headers, signal }) {
    const response = await browser.fetch(url, {
        method: "POST",
        signal,
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify({ id: 0, jsonrpc: "2.0", method: "call", params }),
        ...tellNetwork(url),
    });
    return response.json();
}
