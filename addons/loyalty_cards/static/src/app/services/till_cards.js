/** Cards at a till: kept up to date with the office, and put to use. */

import { CardCaptures } from "@loyalty_cards/app/services/card_captures";
import { CardIndex } from "@loyalty_cards/app/services/card_index";
import { CardLookup } from "@loyalty_cards/app/services/card_lookup";
import { recall } from "@loyalty_cards/app/services/card_recall";
import { normaliseCode } from "@loyalty_cards/app/services/card_rows";
import { OrderCards } from "@loyalty_cards/app/services/order_cards";
import { followFirms, followProgramme } from "@loyalty_cards/app/services/till_news";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const MINUTES_BETWEEN_REFRESHES = 5;

export class TillCards {
    /** @param {PosStore} pos with its data loaded */
    constructor(pos) {
        this.pos = pos;
        this.progress = reactive({ done: 0, total: 0 });
        this.opening = null;
        this.refreshing = null;
        this.isUnkept = false; // whether it was told that the browser keeps no cards
        const name = `loyalty-cards-${pos.config.id}-${odoo.info?.db}`;
        this.captures = new CardCaptures(this, `${name}-captures`);
        this.index = new CardIndex(
            name,
            (...args) => this.callServer("get_card_index", args),
            (done, total) => Object.assign(this.progress, { done, total }),
            (error) => this.sayUnkept(error)
        );
        this.lookup = new CardLookup(this);
        this.orders = new OrderCards(this);
    }

    /** Open the index; a browser that keeps nothing sells, too. */
    open() {
        this.opening ??= this.index.open().catch((error) => this.sayUnkept(error));
        return this.opening;
    }

    /** Open the index that was downloaded before. */
    async start() {
        await this.open();
        for (const order of this.pos.getOpenOrders()) {
            await this.recall(order);
        }
    }

    /** Keep the index up to date from now on: the screen is there, and nobody waits for it. */
    follow() {
        browser.setInterval(() => this.refresh(), MINUTES_BETWEEN_REFRESHES * 60 * 1000);
        window.addEventListener("pos-network-online", () => this.refresh());
        this.captures.tellRefused();
        this.refresh();
    }

    callServer(method, args) {
        const { data, config } = this.pos;
        if (data.network.offline) {
            throw new ConnectionLostError();
        }
        return data.orm.silent.call("pos.config", method, [[config.id], ...args]);
    }

    /** Bring the index up to date; whoever asks meanwhile waits for the same. */
    refresh() {
        this.refreshing ??= this.refreshOnce().finally(() => (this.refreshing = null));
        return this.refreshing;
    }

    /** Hear of what has just been sold: a refresh under way may have asked before. */
    async refreshAgain() {
        await Promise.allSettled([this.refreshing]); // what it fails of is told where it began
        return this.refresh();
    }

    async refreshOnce() {
        await this.open(); // core sends orders before the till has its cards
        await this.captures.send();
        if (!this.index.isOpen) {
            return;
        }
        try {
            const { customers, version } = await this.index.refresh();
            await followFirms(this.pos, customers);
            if (await followProgramme(this.pos, version)) {
                this.say(messages.explainProgramme(), "info");
            }
        } catch (error) {
            this.sayUnlessOffline(error);
            return;
        }
        for (const order of this.pos.getOpenOrders()) {
            await this.recall(order);
        }
    }

    /** Without network there is nothing to say: the till goes on with what it has. */
    sayUnlessOffline(error) {
        if (error instanceof RPCError) {
            this.say(messages.explainRefresh(error.data?.message ?? error.message));
        } else if (!(error instanceof ConnectionLostError)) {
            this.sayUnkept(error);
        }
    }

    /** Say once that the browser has no room, or no right, to keep cards. */
    sayUnkept(error) {
        if (!(error instanceof DOMException)) {
            throw error;
        }
        if (!this.isUnkept) {
            this.say(messages.explainUnkept(error.message));
        }
        this.isUnkept = true;
    }

    say(message, type = "warning") {
        this.pos.notification.add(message, { type, title: _t("Discount card") });
    }

    /** Say why a card does nothing; return that it did not. */
    refuse(message) {
        this.say(message);
        return false;
    }

    // Who buys.

    /**
     * Let a card buy: its customer and its discounts come to the order. Of one that nobody has yet
     * it is asked whose it becomes. A card that is no good changes nothing and says why; the sale
     * goes on.
     *
     * @param {string} code
     * @param {"scan" | "typed" | "search"} entryMode
     * @param {PosOrder} order
     * @returns {Promise<boolean>} whether it did
     */
    async show(code, entryMode, order = this.pos.getOrder()) {
        if (entryMode !== "scan" && this.pos.config.card_scan_only) {
            return this.refuse(messages.explainScanOnly());
        }
        const turn = this.orders.takeTurn();
        const capture = this.captures.find(code);
        const { card, message } = await this.lookup.find(code);
        if (capture && card?.state !== "active") {
            return this.showKept(capture, entryMode, order);
        }
        if (card?.state === "unregistered" && !order.getCardObstacle()) {
            this.captures.open({ order, code: card.code, entryMode });
            return false;
        }
        if (card) {
            return this.orders.take(card, entryMode, order, turn);
        }
        return message
            ? this.refuse(message)
            : this.orders.queue(normaliseCode(code), entryMode, order);
    }

    /** A card that was given out here waits for a connection, or to be corrected. */
    showKept(capture, entryMode, order) {
        if (!capture.error) {
            return this.orders.queue(normaliseCode(capture.values.code), entryMode, order);
        }
        this.captures.open({ capture });
        return false;
    }

    /** Let the customer of an order buy, with the card that counts when none is shown. */
    async chooseCustomer(order) {
        const partner = order.partner_id;
        const partnerId = partner?.id ?? null;
        const holder = order.getCardHolder();
        if (!holder || holder.partnerId !== partnerId) {
            await this.orders.elect(order); // otherwise a card has brought its customer
        }
    }

    /** Look up once more who buys: the order was made elsewhere, or the index is newer. */
    recall(order) {
        return recall(this, order);
    }
}
