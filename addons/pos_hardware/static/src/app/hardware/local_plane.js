/** The way to the printer by the proxy on the till's own machine or network. */

import { tellNetwork } from "@pos_hardware/app/hardware/address";
import { within } from "@pos_hardware/app/hardware/deadline";
import { Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { browser } from "@web/core/browser/browser";

const JOB_WAITS = 3; // seconds that the proxy may wait for the end of a job before it answers
const PATIENCE = { job: 8000, devices: 2500, drawer: 6000 }; // milliseconds
/**
 * Core's service worker leaves alone what has this in its address. Whatever else is read, it keeps, and
 * answers with that when the proxy is gone; and what it reads itself is in no local network.
 */
const PAST_STORE = "?hw_proxy/hello";
/** Answers of a proxy that does not let this till in: there may be another way. */
const CLOSED_DOORS = ["token_missing", "token_wrong", "foreign_origin", "foreign_host"];

export class LocalPlane {
    /**
     * @param {string} url of the proxy
     * @param {string} token that it wants, empty if it wants none
     */
    constructor(url, token) {
        this.url = url;
        this.headers = token ? { Authorization: `Bearer ${token}` } : {};
    }

    /**
     * Hand over a job; the same uuid again prints nothing more.
     *
     * @returns {Promise<object>} the job as the proxy tells it
     * @throws {Unreachable} it may be there nevertheless
     * @throws {Refused}
     */
    submit({ uuid, printer, kind, content, receipt, document }) {
        const body = { uuid, kind, printer, content, receipt, document };
        return this.ask("POST", `jobs?wait=${JOB_WAITS}`, PATIENCE.job, body);
    }

    read(uuid) {
        return this.ask("GET", `jobs/${uuid}${PAST_STORE}`, PATIENCE.devices);
    }

    /** Take back a job that still waits for its printer, and return it as it is then. */
    withdraw(uuid) {
        return this.ask("DELETE", `jobs/${uuid}`, PATIENCE.devices);
    }

    readDevices() {
        return this.ask("GET", `devices${PAST_STORE}`, PATIENCE.devices);
    }

    openDrawer(printer) {
        const path = `devices/${encodeURIComponent(printer)}/drawer`;
        return this.ask("POST", path, PATIENCE.drawer);
    }

    async ask(method, path, patience, body) {
        const { status, answer } = await this.fetch(method, path, patience, body);
        if (status < 300) {
            return answer;
        }
        const { code, message } = answer.error ?? {};
        if (!code || CLOSED_DOORS.includes(code)) {
            throw new Unreachable(message ?? `HTTP ${status}`);
        }
        throw new Refused(code, message);
    }

    async fetch(method, path, patience, body) {
        const controller = new AbortController();
        try {
            return await within(patience, this.send(method, path, controller.signal, body), () =>
                controller.abort()
            );
        } catch (error) {
            throw new Unreachable(error.message);
        }
    }

    async send(method, path, signal, body) {
        const json = body && { "Content-Type": "application/json" };
        const response = await browser.fetch(`${this.url}/v1/${path}`, {
            method,
            signal,
            headers: { ...this.headers, ...json },
            body: body && JSON.stringify(body),
            ...tellNetwork(this.url),
        });
        return { status: response.status, answer: await response.json() };
    }
}
