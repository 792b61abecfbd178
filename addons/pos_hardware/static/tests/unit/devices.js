/** A proxy, an Odoo and a till that are not there, for tests of what a till does with them. */

import { after } from "@odoo/hoot";
import { advanceTime, tick } from "@odoo/hoot-dom";
import { reactive } from "@odoo/owl";
import { KeptList } from "@pos_hardware/app/hardware/kept_list";
import { Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";

let databases = 0;

/** Let everything happen that needs no time of the clock. */
export async function settle() {
    for (let turn = 0; turn < 3; turn++) {
        await tick();
    }
}

/** Let time pass, in steps: what waits anew after one wait gets its turn, too. */
export async function pass(seconds) {
    const step = Math.max(0.5, seconds / 40);
    for (let passed = 0; passed < seconds; passed += step) {
        await advanceTime(1000 * step);
        await settle();
    }
}

/** Return a list on a database of its own. */
export function openKept(name = `hardware-test-${Date.now()}-${databases++}`) {
    const kept = new KeptList(name);
    after(() => {
        kept.close();
        indexedDB.deleteDatabase(name);
    });
    return kept;
}

export function makePos(values = {}) {
    const said = [];
    return {
        said,
        config: { id: 1, proxy_ip: "127.0.0.1:8069", ...values.config },
        data: { network: reactive({ offline: false }), orm: values.orm },
        session: { id: 5 },
        getCashier: () => ({ name: "Ann" }),
        logEmployeeMessage() {},
        notification: {
            add(text, options = {}) {
                said.push({ text: String(text), ...options });
                return () => {};
            },
        },
        ...values.pos,
    };
}

/**
 * Return the service of a till whose stock proxy gives these answers by name of the route.
 *
 * An answer is a value, an error, or a function that returns one or a promise; `hello` is whether
 * there is anybody. `asked` counts the questions.
 */
export function makeHardwareProxy(answers, values = {}) {
    const asked = {};
    const ask = (url, params, settings) => {
        const name = url.split("/hw_proxy/")[1];
        asked[name] = (asked[name] ?? 0) + 1;
        return give(answers[name], { url, params, settings });
    };
    patchWithCleanup(rpc, {
        _rpc: (...question) => Object.assign(ask(...question), { abort() {} }),
    });
    const hardwareProxy = new HardwareProxy();
    hardwareProxy.post = ask;
    hardwareProxy.pos = makePos(values);
    hardwareProxy.checkProxyAvailability = async () => {
        asked.hello = (asked.hello ?? 0) + 1;
        return Boolean(answers.hello);
    };
    after(() => hardwareProxy.disconnect());
    return { hardwareProxy, asked, answers };
}

/** The answers of a stock proxy all of whose devices are well; nobody scans. */
export function makeAnswers(values = {}) {
    const connected = { status: "connected", messages: [] };
    return {
        hello: true,
        handshake: true,
        status_json: { printer: connected, scale: connected, scanner: connected },
        scanner: () => new Promise(() => {}),
        ...values,
    };
}

/** From now on nobody answers. */
export function die(answers) {
    for (const name of Object.keys(answers)) {
        answers[name] = name === "hello" ? false : new ConnectionLostError();
    }
}

async function give(answer, question) {
    const value = typeof answer === "function" ? await answer(question) : answer;
    if (value instanceof Error) {
        throw value;
    }
    return value;
}

export function makeReader(hardwareProxy) {
    const scanned = [];
    const services = { dialog: {}, notification: {}, action: {}, orm: {} };
    const reader = new BarcodeReader({}, { ...services, hardware_proxy: hardwareProxy });
    reader.scan = (code) => scanned.push(code);
    after(() => reader.disconnectFromProxy());
    return { reader, scanned };
}

/** One way to the printer: what it is handed, and the answers it gives. */
export class FakePlane {
    constructor() {
        this.jobs = [];
        this.openings = [];
        this.isAway = false;
        this.answer = () => ({ state: "done", code: "", message: "" });
    }

    /** From now on it answers with this; an error is thrown. */
    say(state, code = "", message = "") {
        this.answer = () => ({ state, code, message });
    }

    fail(error = new Unreachable("nobody")) {
        this.answer = () => {
            throw error;
        };
    }

    async submit(job) {
        this.jobs.push(job);
        return this.answer(job);
    }

    async read(uuid) {
        return this.answer({ uuid });
    }

    async withdraw(uuid) {
        this.withdrawn = uuid;
        return { state: "failed", code: "cancelled", message: "" };
    }

    async openDrawer(printer) {
        this.openings.push(printer);
        return this.answer({ printer });
    }

    async logOpening(values) {
        this.openings.push(values);
        return this.answer(values);
    }

    get uuids() {
        return this.jobs.map(({ uuid }) => uuid);
    }
}
