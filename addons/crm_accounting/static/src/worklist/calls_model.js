import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { messageOf } from "./words";

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
     * @param {Object} orm service
     * @param {import("./worklist_model").Worklist} worklist
     * @param {Object} [memory] what `remember` returned before another screen was opened
     */
    constructor(orm, worklist, memory = {}) {
        this.orm = markRaw(orm);
        this.worklist = worklist;
        /** Notes that were typed and not logged yet, by case. */
        this.notes = memory.notes ?? {};
        /** The last call, which can be undone, and what is said of it. */
        this.last = memory.last ?? null;
        this.said = memory.said ?? "";
        this.lastError = "";
        /** Another day is asked for the next step after the last call. */
        this.isPlanning = false;
        this.bar = { caseId: false, mode: "", error: "" };
    }

    remember() {
        const { notes, last, said } = this;
        return { notes: { ...notes }, last: last && { ...last }, said };
    }

    // CUSTOMER ON SCREEN

    /** What the bar shows: nothing, "armed", "note", or the form of a result. */
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
        this.isPlanning = false;
        this.bar = { caseId: this.worklist.caseId, mode, error };
    }

    /** Show a mode of the bar for the customer on screen, if it is there. */
    start(mode) {
        if (this.worklist.isReady) {
            this.show(mode);
        }
    }

    /** Close what is open; tell whether anything was. */
    close() {
        const isOpen = Boolean(this.isPlanning || this.mode);
        this.show("");
        return isOpen;
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
        const { answer, error } = await this.ask(call);
        if (!answer) {
            this.show(this.mode, error);
            return;
        }
        delete this.notes[id];
        this.show("");
        this.tell(
            { id: answer.call_id, caseId: id, name, nextDate: answer.next_date },
            answer.text
        );
        await worklist.advance();
    }

    // LAST CALL

    /** Take back the last call, or else the last one of the customer on screen. */
    async undo() {
        const { isBusy, sheet } = this.worklist;
        const own = sheet?.calls.find((call) => call.can_undo);
        const last = this.last ?? (own && { id: own.id, caseId: sheet.id, name: sheet.name });
        if (isBusy || !last) {
            this.said = this.said || _t("There is no call of today to take back.");
            return;
        }
        const { answer, error } = await this.ask(["collection.call", "action_undo", [[last.id]]]);
        this.lastError = error;
        if (answer) {
            this.show("");
            this.tell(null, _t("The call to %s was taken back.", last.name));
            await this.worklist.load();
            await this.worklist.select(last.caseId);
        }
    }

    startPlanning() {
        if (this.last && !this.worklist.isBusy) {
            this.show("");
            this.isPlanning = true;
        }
    }

    /** Plan the next step after the last call for another day. */
    async plan(date) {
        const { last } = this;
        const call = ["collection.call", "action_other_day", [[last.id], date]];
        const { answer, error } = await this.ask(call);
        this.lastError = error;
        if (answer) {
            this.isPlanning = false;
            this.tell({ ...last, nextDate: answer.next_date }, answer.text);
            await this.worklist.load();
        }
    }

    tell(last, text) {
        this.last = last;
        this.said = text;
        this.lastError = "";
    }

    /**
     * Ask the server for one thing at a time.
     *
     * @param {Array} call model, method, arguments and keyword arguments
     * @returns {Promise<Object>} answer, or in words the error
     */
    async ask(call) {
        if (this.worklist.isBusy) {
            return { error: "" };
        }
        this.worklist.isBusy = true;
        try {
            return { answer: await this.orm.call(...call), error: "" };
        } catch (error) {
            return { error: messageOf(error) };
        } finally {
            this.worklist.isBusy = false;
        }
    }
}
