import { markElement } from "@pos_hardware/app/hardware/copy";
import { explainJob } from "@pos_hardware/app/hardware/job_sentences";
import { makeUuid } from "@pos_hardware/app/hardware/uuid";
import { splitReceipt } from "@pos_hardware/app/receipt/limits";
import { structuredReceipt } from "@pos_hardware/app/receipt/structured_receipt";
import { htmlToCanvas } from "@point_of_sale/app/services/render_service";
import { BasePrinter } from "@point_of_sale/app/utils/printer/base_printer";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";

const LONGEST_NAME = 80; // letters

/**
 * A printer of our proxy.
 *
 * It tells the truth about each document, and a document that is asked for again after a failure
 * comes out once: what is still waited for is the same job, what may be on paper becomes a copy.
 */
export class ProxyPrinter extends BasePrinter {
    /**
     * @param {object} params
     * @param {HardwareProxy} params.hardwareProxy
     * @param {object} params.device `pos.hardware.device`
     */
    setup({ hardwareProxy, device }) {
        super.setup(...arguments);
        this.hardwareProxy = hardwareProxy;
        this.device = device;
        this.document = ""; // name of what is printed next
        this.turn = Promise.resolve();
        this.attempts = new WeakMap(); // what became of a document, by what stands for it
    }

    get name() {
        return this.device.name;
    }

    /**
     * Print a rendered document after those that were asked for before.
     *
     * @override
     * @param {HTMLElement} [element] none: there is a connection again
     * @param {object} [key] the same object for the same document; its element by default
     */
    printReceipt(element, key = element) {
        if (!element) {
            this.hardwareProxy.hardwareClient.wake();
            return Promise.resolve({ successful: true });
        }
        const document = [...this.document].slice(0, LONGEST_NAME).join("");
        this.document = "";
        this.turn = this.turn.then(() => this.printDocument(element, key, document));
        return this.turn;
    }

    async printDocument(element, key, document) {
        try {
            return this.explain(await this.attempt(element, key, document));
        } catch (error) {
            logPosMessage("ProxyPrinter", "printDocument", error.message, "#F5B427", [error]);
            return this.explain({ state: "failed", code: "", message: error.message });
        }
    }

    async attempt(element, key, document) {
        const earlier = this.attempts.get(key) ?? { outcome: {} };
        if (earlier.outcome.state === "done" && key !== element) {
            return earlier.outcome; // a retry of several tickets, of which this one came out
        }
        const jobs =
            this.findWaiting(element, earlier) ??
            (await this.makeJobs(element, earlier.outcome.state === "unknown", document));
        const outcome = await this.printParts(jobs);
        this.attempts.set(key, { jobs, outcome });
        return outcome;
    }

    /** Print the parts of a document; most have one. */
    async printParts(jobs) {
        let outcome = null;
        for (const [index, job] of jobs.entries()) {
            outcome = await this.hardwareProxy.hardwareClient.print(job);
            if (outcome.state === "failed" && index) {
                return { ...outcome, state: "unknown" }; // its beginning is on paper
            }
            if (outcome.state === "failed" || outcome.state === "unknown") {
                return outcome;
            }
        }
        return outcome;
    }

    async makeJobs(element, isCopy, document) {
        const parts = await this.render(isCopy ? markElement(element) : element);
        const text = element.textContent;
        return parts.map((part) => ({ ...this.makeJob(), ...part, document, text }));
    }

    /**
     * Return the jobs of a document that wait, null if none does. Who presses the button twice while
     * the printer is away wants one receipt.
     */
    findWaiting({ textContent: text }, earlier) {
        if (earlier.outcome.state === "waiting") {
            return earlier.jobs;
        }
        const { waiting } = this.hardwareProxy.hardwareClient;
        const same = waiting.filter((job) => job.device_id === this.device.id && job.text === text);
        return same.length ? same : null;
    }

    makeJob() {
        const { id, name, proxy_id: proxy } = this.device;
        return {
            uuid: makeUuid(),
            device_id: id,
            proxy_id: proxy.id,
            printer: name,
            name: this.name,
            made_at: Date.now(),
        };
    }

    /** Return what the proxy prints of an element: text; if it cannot be read as such, a picture. */
    async render(element) {
        try {
            return (await this.readReceipts(element)).map((receipt) => ({
                kind: "receipt",
                receipt,
            }));
        } catch (error) {
            logPosMessage("ProxyPrinter", "render", error.message, "#F5B427", [error]);
            return [await this.drawPicture(element)];
        }
    }

    async readReceipts(element) {
        return splitReceipt(await structuredReceipt(element));
    }

    async drawPicture(element) {
        const canvas = await htmlToCanvas(element, { addClass: "pos-receipt-print" });
        return { kind: "image", content: this.processCanvas(canvas) };
    }

    explain(outcome) {
        if (outcome.state === "done") {
            const warningCode = this.isNearEnd ? "ROLL_PAPER_HAS_ALMOST_RUN_OUT" : undefined;
            return { successful: true, warningCode };
        }
        const message = explainJob(outcome, this.name);
        return { successful: false, canRetry: true, message, errorCode: outcome.code };
    }

    get isNearEnd() {
        return Boolean(this.hardwareProxy.findPrinter(this.device.name)?.near_end);
    }

    /**
     * Open the drawer on this printer, now or not at all.
     *
     * @override
     * @param {string} [reason] for the log in Odoo
     * @returns {Promise<Outcome>}
     */
    openCashbox(reason = "") {
        return this.hardwareProxy.openDrawer(this, reason);
    }
}
