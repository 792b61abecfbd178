import { browser } from "@web/core/browser/browser";

/** Waits that grow while something keeps failing, and that can be cut short. */
export class Pause {
    /**
     * @param {number} first milliseconds
     * @param {number} longest milliseconds
     */
    constructor(first, longest) {
        this.first = first;
        this.longest = longest;
        this.reset();
    }

    /** Let the next wait be a short one again. */
    reset() {
        this.next = this.first;
    }

    /** Wait, each time twice as long as before, up to the longest. */
    grow() {
        const milliseconds = this.next;
        this.next = Math.min(2 * this.next, this.longest);
        return this.wait(milliseconds);
    }

    wait(milliseconds) {
        return new Promise((resolve) => {
            const timer = browser.setTimeout(resolve, milliseconds);
            this.end = () => {
                browser.clearTimeout(timer);
                resolve();
            };
        });
    }

    /** End the wait that is going on, if there is one. */
    wake() {
        this.end?.();
    }
}
