/**
 * Jobs of a till: by the proxy beside it, else through Odoo, else kept until one of both answers.
 *
 * A job has the same uuid whichever way it goes, and however often: the proxy prints it once.
 */

import { Pause } from "@pos_hardware/app/hardware/pause";
import { Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { makeUuid } from "@pos_hardware/app/hardware/uuid";

const LONGEST_WAIT = 30000; // milliseconds that a cashier waits for the end of a job
const ODOO_WAIT = 10000; // … that Odoo's way may take
const DRAWER_WAIT = 4000;
const DRAWER_TIME = 2000; // milliseconds after which nobody wants a drawer to open any more
const MOST_KEPT = 100;
export const FRESH = 10 * 60 * 1000; // milliseconds; what is older is printed only if asked for
const FORGOTTEN = 24 * 60 * 60 * 1000; // milliseconds
const ENDS = ["done", "failed", "unknown"];

/**
 * @typedef {{ state: "done" | "failed" | "unknown" | "waiting", code: string, message: string }} Outcome
 *
 * `waiting`: neither the proxy nor Odoo has told an end; it is kept here.
 */

export class HardwareClient {
    /**
     * @param {object} services
     * @param {(job: object) => Promise<LocalPlane | null>} services.findLocal the way to a job's
     *     proxy by the network of the till, null if it cannot be reached
     * @param {OdooPlane} services.odoo
     * @param {KeptList} services.kept jobs that have not ended
     * @param {(job: object, outcome: Outcome) => void} services.onEnd told of jobs that ended after
     *     whoever made them was answered
     * @param {() => void} services.onChange told when another number of jobs waits
     */
    constructor({ findLocal, odoo, kept, onEnd, onChange }) {
        Object.assign(this, { findLocal, odoo, kept, onEnd, onChange });
        this.turns = new Map(); // by device: the end of the last job
        this.pause = new Pause(2000, 30000);
        this.isRetrying = false;
    }

    /** Take up what was kept before the page was loaded. */
    async start() {
        await this.kept.ready;
        for (const job of this.kept.all.filter(({ made_at }) => getAge(made_at) > FORGOTTEN)) {
            this.kept.remove(job.uuid);
        }
        this.onChange();
        this.retry();
    }

    // === PRINTING ===

    /**
     * Print a job after those that were made before it for its printer.
     *
     * @param {object} job as `ProxyPrinter` makes it
     * @returns {Promise<Outcome>} within about half a minute
     */
    async print(job) {
        if (this.kept.rows.size >= MOST_KEPT && !this.kept.rows.has(job.uuid)) {
            return makeOutcome("failed", "too_many");
        }
        this.kept.put(job);
        const outcome = await this.takeTurn(job, () => this.printInOrder(job));
        this.onChange();
        this.retry();
        return outcome;
    }

    /**
     * Print what waits or was offered to the cashier.
     *
     * It may have come out long ago without anybody having told us: only if it is certain that it
     * did not, it becomes another job.
     */
    async printKept(uuid) {
        const job = { ...this.kept.rows.get(uuid), made_at: Date.now() };
        const outcome = await this.print(job);
        const isExpired = outcome.state === "failed" && outcome.code === "expired";
        return isExpired ? this.print({ ...job, uuid: makeUuid() }) : outcome;
    }

    forget(uuid) {
        const forgotten = this.kept.remove(uuid);
        this.onChange();
        return forgotten;
    }

    /** Jobs that are retried by themselves. */
    get waiting() {
        return this.kept.all.filter(({ made_at }) => getAge(made_at) <= FRESH);
    }

    /** Jobs that the cashier has to decide on. */
    get offered() {
        return this.kept.all.filter(({ made_at }) => getAge(made_at) > FRESH);
    }

    takeTurn({ device_id }, work) {
        const before = this.turns.get(device_id) ?? Promise.resolve();
        const turn = before.then(work);
        this.turns.set(
            device_id,
            turn.catch(() => {})
        );
        return turn;
    }

    async printInOrder(job) {
        for (const earlier of this.listBefore(job)) {
            const outcome = await this.settle(earlier, 0);
            if (outcome.state !== "waiting") {
                this.onEnd(earlier, outcome);
            } else if (!outcome.isWithOdoo) {
                return outcome;
            }
        }
        return this.settle(job, ODOO_WAIT);
    }

    listBefore({ uuid, device_id, made_at }) {
        return this.waiting.filter(
            (job) => job.device_id === device_id && job.uuid !== uuid && job.made_at < made_at
        );
    }

    /**
     * Try all ways for a job, and forget it once it has ended.
     *
     * @param {object} job
     * @param {number} patience milliseconds for a proxy that does not fetch it from Odoo
     */
    async settle(job, patience) {
        const outcome =
            (await this.tryLocal(job)) ??
            (await this.tryOdoo(job, patience)) ??
            makeOutcome("waiting");
        if (outcome.state !== "waiting") {
            this.kept.remove(job.uuid);
        }
        return outcome;
    }

    // === THE TWO WAYS ===

    /** Return what became of a job at the proxy, null if it cannot be reached. */
    async tryLocal(job) {
        const local = await this.findLocal(job);
        return local && this.ask(() => this.followLocal(local, job));
    }

    async followLocal(local, job) {
        const end = Date.now() + LONGEST_WAIT;
        const pause = new Pause(250, 2000);
        let told = await local.submit(job);
        while (!ENDS.includes(told.state) && Date.now() < end) {
            await pause.grow();
            told = await local.read(job.uuid);
        }
        return told.state === "queued" ? this.withdraw(local, job) : readOutcome(told);
    }

    /** A receipt comes out while its customer is there, or not at all. */
    async withdraw(local, { uuid }) {
        try {
            return readOutcome(await local.withdraw(uuid));
        } catch (error) {
            if (error instanceof Refused) {
                return makeOutcome("unknown", "timeout");
            }
            throw error;
        }
    }

    /** Return what became of a job in Odoo, null if it cannot be reached. */
    async tryOdoo(job, patience) {
        return job.device_id ? this.ask(() => this.followOdoo(job, patience)) : null;
    }

    async followOdoo(job, patience) {
        const start = Date.now();
        const pause = new Pause(300, 2000);
        let told = await this.odoo.submit(job);
        while (!ENDS.includes(told.state)) {
            if (Date.now() - start >= patience) {
                return { ...makeOutcome("waiting"), isWithOdoo: true };
            }
            await pause.grow();
            told = await this.odoo.read(job.uuid);
        }
        return readOutcome(told);
    }

    async ask(question) {
        try {
            return await question();
        } catch (error) {
            if (error instanceof Refused) {
                return makeOutcome("failed", error.code, error.message);
            }
            if (error instanceof Unreachable) {
                return null;
            }
            throw error;
        }
    }

    // === WHAT WAITS ===

    /** Something can be reached again. */
    wake() {
        this.pause.reset();
        this.pause.wake();
    }

    /** Try what waits again and again, with longer and longer pauses. */
    async retry() {
        if (this.isRetrying) {
            return;
        }
        this.isRetrying = true;
        this.pause.reset();
        while (this.waiting.length) {
            await this.pause.grow();
            await this.retryAll();
        }
        this.isRetrying = false;
    }

    async retryAll() {
        for (const job of this.waiting) {
            const outcome = await this.takeTurn(job, () =>
                this.kept.rows.has(job.uuid) ? this.settle(job, 0) : makeOutcome("waiting")
            );
            if (outcome.state !== "waiting") {
                this.onEnd(job, outcome);
            }
        }
        this.onChange();
    }

    // === THE DRAWER ===

    /**
     * Open a drawer, once and now: nothing is kept, and nothing is sent twice.
     *
     * @returns {Promise<Outcome & { isLocal: boolean }>}
     */
    async openDrawer(job) {
        const asked = Date.now();
        const local = await this.findLocal(job);
        if (local) {
            const outcome = await this.ask(() => this.openLocalDrawer(local, job));
            const isLast = Date.now() - asked > DRAWER_TIME || this.odoo.isAway;
            if (outcome || isLast) {
                return { ...(outcome ?? makeOutcome("unknown")), isLocal: true };
            }
        }
        return { ...(await this.openDistantDrawer(job)), isLocal: false };
    }

    /** Whoever has asked and was not answered does not know: Odoo may have told the proxy. */
    async openDistantDrawer(job) {
        if (!job.device_id || this.odoo.isAway) {
            return makeOutcome("failed", "unreachable");
        }
        const outcome = await this.tryOdoo({ ...job, kind: "drawer" }, DRAWER_WAIT);
        const isKnown = outcome && outcome.state !== "waiting";
        return isKnown ? outcome : makeOutcome("unknown", "timeout");
    }

    async openLocalDrawer(local, { printer }) {
        try {
            await local.openDrawer(printer);
            return makeOutcome("done");
        } catch (error) {
            if (error instanceof Refused && error.code === "drawer_unknown") {
                return makeOutcome("unknown");
            }
            throw error;
        }
    }
}

function getAge(madeAt) {
    return Date.now() - madeAt;
}

function makeOutcome(state, code = "", message = "") {
    return { state, code, message };
}

function readOutcome({ state, code, message }) {
    // What is still being sent after so long may come out any time, or never.
    return ENDS.includes(state)
        ? makeOutcome(state, code, message)
        : makeOutcome("unknown", "timeout");
}
