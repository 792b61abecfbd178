/** Cards that are given out here: at once, or kept until there is a connection. */

import { CardCapturePopup } from "@loyalty_cards/app/components/card_capture_popup/card_capture_popup";
import { normaliseCode } from "@loyalty_cards/app/services/card_rows";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** Errors of the server that say no; others, such as a session that has expired, pass. */
const REFUSALS = new Set(
    ["UserError", "ValidationError", "AccessError"].map((name) => `odoo.exceptions.${name}`)
);

export class CardCaptures {
    /**
     * @param {TillCards} cards
     * @param {string} name under which the browser keeps what waits: it survives a restart
     */
    constructor(cards, name) {
        this.cards = cards;
        this.name = name;
        this.sending = null;
        this.notices = new Map(); // by uuid of what was refused: closes what says so
    }

    /** Ask whose card it becomes. */
    open(props = {}) {
        const { pos } = this.cards;
        pos.dialog.add(CardCapturePopup, { order: pos.getOrder(), ...props });
    }

    /**
     * Give a card to a customer, and let it buy; without network later.
     *
     * @param {{ values: object, customer: string }} capture `values` of `pos.config.issue_card`
     * @param {"scan" | "typed" | "search"} entryMode
     * @param {PosOrder | null} order that it buys, if it is still there
     * @returns {Promise<string>} why it cannot be given, empty if it can
     */
    async give(capture, entryMode, order) {
        const { values } = capture;
        try {
            const card = await this.issue(values);
            if (order) {
                await this.cards.orders.take(card, entryMode, order);
            }
            return "";
        } catch (error) {
            return error instanceof ConnectionLostError
                ? this.keep(capture, entryMode, order)
                : readReason(error);
        }
    }

    async issue(values) {
        const { rows, periods } = await this.cards.callServer("issue_card", [values]);
        try {
            await this.cards.open(); // core sends orders before the till has its cards
            return await this.cards.index.learn(rows, periods);
        } finally {
            // It is given out, whatever the browser could keep of it; not before: orders that
            // wait for it look here.
            this.forget(values.uuid);
        }
    }

    // What waits for a connection.

    /** Return what is kept: captures as of `give`, with the `error` if they were refused. */
    get kept() {
        return JSON.parse(browser.localStorage.getItem(this.name) ?? "[]");
    }

    set kept(captures) {
        browser.localStorage.setItem(this.name, JSON.stringify(captures));
    }

    /** Return what is kept of the card with this code. */
    find(code) {
        return this.kept.find(({ values }) => isSameCode(values.code, code));
    }

    forget(uuid) {
        this.notices.get(uuid)?.();
        this.kept = this.kept.filter(({ values }) => values.uuid !== uuid);
    }

    async keep({ values, customer }, entryMode, order) {
        const { code, uuid } = values;
        const known = this.find(code);
        const card = await this.cards.index.find(code);
        if ((known && known.values.uuid !== uuid) || (card && card.state !== "unregistered")) {
            return messages.explainTaken(code);
        }
        this.forget(uuid);
        this.kept = [...this.kept, { values, customer, error: "" }];
        if (order && !order.getCardObstacle()) {
            this.cards.orders.queue(normaliseCode(code), entryMode, order);
        } else {
            this.cards.say(messages.explainKept(code));
        }
        return "";
    }

    /** Send what waits, and say what fails; whoever asks meanwhile waits for the same. */
    send() {
        this.sending ??= this.sendAll().finally(() => (this.sending = null));
        return this.sending;
    }

    async sendAll() {
        for (const capture of this.kept.filter(({ error }) => !error)) {
            try {
                await this.issue(capture.values);
            } catch (error) {
                if (error instanceof ConnectionLostError) {
                    return;
                }
                this.explainFailure(capture, error);
            }
        }
    }

    /** Only the office refuses a card; whatever else fails, sales go on and it is tried again. */
    explainFailure(capture, error) {
        if (REFUSALS.has(error.exceptionName)) {
            this.refuse(capture, readReason(error));
        } else if (error instanceof RPCError) {
            this.cards.say(messages.explainUnsent(capture.values.code, readReason(error)));
        } else {
            logPosMessage("CardCaptures", "send", error.message, "#F5B427", [error]);
            this.cards.say(messages.explainRefresh(error.message));
        }
    }

    /** A card that is not given buys nothing: it may be somebody else's. */
    refuse(capture, error) {
        const { uuid, code } = capture.values;
        const refused = { ...capture, error };
        this.kept = this.kept.map((kept) => (kept.values.uuid === uuid ? refused : kept));
        this.cards.pos.models["pos.order"]
            .filter((order) => order.isDirty() && isSameCode(order.card_code, code))
            .forEach((order) => order.update({ card_code: false }));
        this.tell(refused);
    }

    /** What was refused stays until somebody corrects or drops it. */
    tell(capture) {
        const { values, error } = capture;
        const words = messages.explainRefusedCapture(values.code, error);
        const close = this.cards.pos.notification.add(words, {
            type: "danger",
            title: _t("Discount card"),
            sticky: true,
            buttons: [{ name: _t("Correct"), onClick: () => this.open({ capture }) }],
        });
        this.notices.set(values.uuid, close);
    }

    tellRefused() {
        this.kept.filter(({ error }) => error).forEach((capture) => this.tell(capture));
    }
}

function isSameCode(one, other) {
    return normaliseCode(one) === normaliseCode(other);
}

function readReason(error) {
    if (error instanceof RPCError) {
        return error.data?.message ?? error.message;
    }
    throw error;
}
