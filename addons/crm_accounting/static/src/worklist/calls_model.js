import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { messageOf } from "./words";

const MILLISECONDS_TO_UNDO = 10000;

/** What can come of a call, with the key after "c" and whether it asks for more. */
export const RESULTS = [
    { key: "1", id: "not_reached", name: _t("Not reached"), icon: "fa-bell-slash-o" },
    { key: "2", id: "promised", name: _t("Promised"), icon: "fa-handshake-o", hasForm: true },
    { key: "3", id: "disputes", name: _t("Disputes"), icon: "fa-comments-o", hasForm: true },
    { key: "4", id: "wrong_number", name: _t("Wrong number"), icon: "fa-ban" },
    { key: "5", id: "will_look", name: _t("Will look into it"), icon: "fa-search" },
    { key: "6", id: "says_paid", name: _t("Says it is paid"), icon: "fa-money" },
];

/** What is done with the customer on screen: a call is logged, taken back, planned anew. */
export class Calls {
    /**
     * @param {Object} services orm and notification
     * @param {import("./worklist_model").Worklist} worklist
     * @param {Object} [memory] what `remember` returned before another screen was opened
     */
    constructor({ orm, notification }, worklist, memory = {}) {
        this.orm = markRaw(orm);
        this.notification = markRaw(notification);
        this.worklist = worklist;
        /** Notes that were typed and not logged yet, by case. */
        this.notes = memory.notes ?? {};
        /** The last call, which can be undone. */
        this.last = memory.last ?? null;
        this.bar = { caseId: false, mode: "", error: "" };
    }

    remember() {
        return { notes: { ...this.notes }, last: this.last && { ...this.last } };
    }

    /** What the bar shows: nothing, "armed", "note", "day", or the form of a result. */
    get mode() {
        return this.bar.caseId === this.worklist.caseId ? this.bar.mode : "";
    }

    get error() {
        return this.bar.caseId === this.worklist.caseId ? this.bar.error : "";
    }

    get note() {
        return this.notes[this.worklist.caseId] ?? "";
    }

    set note(text) {
        this.notes[this.worklist.caseId] = text;
    }

    show(mode, error = "") {
        this.bar = { caseId: this.worklist.caseId, mode, error };
    }

    close() {
        this.show("");
    }

    /** Show a mode of the bar for the customer on screen, if it is there. */
    start(mode) {
        if (this.worklist.isReady) {
            this.show(mode);
        }
    }

    choose(result) {
        if (result.hasForm) {
            this.start(result.id);
        } else {
            this.log(result.id);
        }
    }

    press(key) {
        if (this.mode === "armed") {
            this.choose(RESULTS.find((result) => result.key === key));
        }
    }

    // SERVER

    /**
     * Log a call, and go on to the next customer.
     *
     * @param {string} result
     * @param {Object} [details] promise or dispute
     */
    async log(result, details = {}) {
        const { worklist } = this;
        if (!worklist.isReady) {
            return;
        }
        const { id, name } = worklist.sheet;
        const note = this.note.trim() || null;
        const call = ["collection.case", "action_log_call", [[id], result], { note, ...details }];
        await this.ask(call, async ({ call_id, next_date, text }) => {
            delete this.notes[id];
            this.last = { id: call_id, caseId: id, name, nextDate: next_date };
            this.close();
            this.tell(text);
            await worklist.advance();
        });
    }

    /** Take back the last call, or else the last one of the customer on screen. */
    async undo() {
        const { worklist } = this;
        const { sheet } = worklist;
        const own = sheet?.calls.find((call) => call.can_undo);
        const last = this.last ?? (own && { id: own.id, caseId: sheet.id, name: sheet.name });
        if (!last) {
            this.notification.add(_t("There is no call of today to take back."), { type: "info" });
            return;
        }
        await this.ask(["collection.call", "action_undo", [[last.id]]], async () => {
            this.last = null;
            this.close();
            this.forget?.();
            this.notification.add(_t("Taken back: the call to %s.", last.name), { type: "info" });
            await worklist.load();
            await worklist.select(last.caseId);
        });
    }

    startOtherDay() {
        if (this.last && !this.worklist.isBusy) {
            this.show("day");
        }
    }

    /** Plan the next step after the last call for another day. */
    async plan(date) {
        const call = ["collection.call", "action_other_day", [[this.last.id], date]];
        await this.ask(call, async ({ next_date, text }) => {
            this.last.nextDate = next_date;
            this.close();
            this.tell(text);
            await this.worklist.load();
        });
    }

    /**
     * Ask the server for one thing at a time; a refusal is told where it was asked for.
     *
     * @param {Array} call model, method, arguments and keyword arguments
     * @param {Function} follow what comes after it, with the answer
     */
    async ask(call, follow) {
        if (this.worklist.isBusy) {
            return;
        }
        this.worklist.isBusy = true;
        let answer;
        try {
            answer = await this.orm.call(...call);
        } catch (error) {
            this.show(this.mode, messageOf(error));
            return;
        } finally {
            this.worklist.isBusy = false;
        }
        await follow(answer);
    }

    /** Say what was logged, with the ways to change it. */
    tell(text) {
        this.forget?.();
        const { name } = this.last;
        this.forget = this.notification.add(_t("%(name)s: %(text)s", { name, text }), {
            type: "success",
            autocloseDelay: MILLISECONDS_TO_UNDO,
            buttons: [
                { name: _t("Undo (u)"), onClick: () => this.undo() },
                { name: _t("Other day (d)"), onClick: () => this.startOtherDay() },
            ],
        });
    }
}
