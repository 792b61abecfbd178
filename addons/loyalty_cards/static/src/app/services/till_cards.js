/** Cards at a till: who shows one, who is chosen, and what the order makes of it. */

import { CardCaptures } from "@loyalty_cards/app/services/card_captures";
import { CardIndex } from "@loyalty_cards/app/services/card_index";
import { normaliseCode } from "@loyalty_cards/app/services/card_rows";
import { followFirms, followProgramme, getFirmId } from "@loyalty_cards/app/services/till_news";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { getShopTime } from "@loyalty_cards/app/utils/card_request";
import { describeLevel } from "@loyalty_cards/app/utils/card_wording";
import { reactive, toRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const MINUTES_BETWEEN_REFRESHES = 5;
const NO_DISCOUNTS = { categoryIds: [], personalPercent: null, proofs: [], turnovers: {} };

export class TillCards {
    /** @param {PosStore} pos with its data loaded */
    constructor(pos) {
        this.pos = pos;
        this.progress = reactive({ done: 0, total: 0 });
        this.opening = null;
        this.refreshing = null;
        this.turn = 0; // of the card that was shown last
        this.turns = new WeakMap(); // of the card that an order has taken
        const name = `loyalty-cards-${pos.config.id}-${odoo.info?.db}`;
        this.captures = new CardCaptures(this, `${name}-captures`);
        this.index = new CardIndex(
            name,
            (...args) => this.callServer("get_card_index", args),
            (done, total) => Object.assign(this.progress, { done, total })
        );
    }

    open() {
        this.opening ??= this.index.open();
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
            throw error;
        }
    }

    say(message, type = "warning") {
        this.pos.notification.add(message, { type, title: _t("Discount card") });
    }

    // A card is shown.

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
        const turn = ++this.turn;
        const capture = this.captures.find(code);
        const { card, message } = await this.find(code);
        if (capture && card?.state !== "active") {
            return this.showKept(capture, entryMode, order);
        }
        if (card?.state === "unregistered" && !order.getCardObstacle()) {
            this.captures.open({ order, code: card.code, entryMode });
            return false;
        }
        if (card) {
            return this.take(card, entryMode, order, turn);
        }
        return message ? this.refuse(message) : this.queue(normaliseCode(code), entryMode, order);
    }

    /** A card that was given out here waits for a connection, or to be corrected. */
    showKept(capture, entryMode, order) {
        if (!capture.error) {
            return this.queue(normaliseCode(capture.values.code), entryMode, order);
        }
        this.captures.open({ capture });
        return false;
    }

    refuse(message) {
        this.say(message);
        return false;
    }

    /** Return a card, or a message if there is none, or neither if nobody can tell. */
    async find(code) {
        const card = await this.index.find(code);
        return card ? { card } : this.ask(normaliseCode(code));
    }

    async ask(code) {
        try {
            const { rows, periods, message } = await this.callServer("find_card", [code]);
            return { card: await this.index.learn(rows, periods), message };
        } catch (error) {
            if (error instanceof RPCError) {
                this.say(messages.explainLookup(code, error.data?.message ?? error.message));
            } else {
                this.sayUnlessOffline(error);
            }
            return {};
        }
    }

    /** A card that was shown before the one that the order has comes too late. */
    async take(card, entryMode, order, turn = ++this.turn) {
        const today = getShopTime(this.pos.config._card_programme).toISODate();
        const refusal = messages.findRefusal(card, today);
        if (refusal) {
            return this.refuse(messages.explainRefusal(refusal, card));
        }
        const partner = (await this.loadPartner(card.partnerId)) ?? order.partner_id;
        const customer = await this.findCustomer(partner, card.partnerId);
        const obstacle = order.getCardObstacle();
        if (obstacle) {
            return this.refuse(messages.explainObstacle(obstacle));
        }
        if (this.getTurn(order) > turn) {
            return false;
        }
        this.turns.set(toRaw(order), turn);
        this.changeHolder(order, { card, customer, partnerId: partner?.id ?? null }, entryMode);
        if (partner && partner.id !== order.partner_id?.id) {
            order.setPartner(partner);
        }
        return true;
    }

    getTurn(order) {
        return this.turns.get(toRaw(order)) ?? 0;
    }

    /** A code that nobody can tell now is settled by the server; a good card is not given up. */
    queue(code, entryMode, order) {
        const obstacle = order.getCardObstacle();
        if (obstacle) {
            return this.refuse(messages.explainObstacle(obstacle));
        }
        if (!order.discount_card_id) {
            order.update({ card_code: code, card_entry_mode: entryMode });
        }
        const isGiven = this.captures.find(code);
        return this.refuse(isGiven ? messages.explainKept(code) : messages.explainQueued(code));
    }

    // A customer is chosen.

    /** Let the customer of an order buy, with the card that counts when none is shown. */
    async chooseCustomer(order) {
        const partner = order.partner_id;
        const partnerId = partner?.id ?? null;
        const holder = order.getCardHolder();
        if (!holder || holder.partnerId !== partnerId) {
            await this.elect(order); // otherwise a card has brought its customer
        }
    }

    async elect(order) {
        const partner = order.partner_id;
        const isSame = remember(order);
        const shown = order.card_entry_mode === "customer" ? null : order.getCardHolder()?.card;
        const card = isCardOf(shown, partner) ? shown : await this.findPrimary(partner);
        const customer = await this.findCustomer(partner, card?.partnerId);
        if (order.getCardObstacle() || !isSame()) {
            return;
        }
        const entryMode = card && (card === shown ? order.card_entry_mode : "customer");
        const holder = { card, customer, partnerId: partner?.id ?? null };
        if (JSON.stringify(holder) !== JSON.stringify(order.getCardHolder())) {
            this.changeHolder(order, holder, entryMode);
        }
    }

    async findPrimary(partner) {
        if (!partner || this.pos.config.card_scan_only) {
            return null;
        }
        for (const id of listHolderIds(partner)) {
            const card = await this.index.findPrimary(id);
            if (card) {
                return card;
            }
        }
        return null;
    }

    /** Return level and percent of a customer in words, empty without any. */
    async describeLevel(partner) {
        const card = await this.findPrimary(partner);
        const customer = await this.findCustomer(partner, card?.partnerId);
        return describeLevel(this.pos.config._card_programme, card, customer);
    }

    /** Return the discounts without a card: the contact's, else those of its company. */
    async findCustomer(partner, partnerId) {
        for (const id of partner ? listHolderIds(partner) : [partnerId].filter(Boolean)) {
            const customer = await this.index.findCustomer(id);
            if (customer) {
                return customer;
            }
        }
        return partner || partnerId ? NO_DISCOUNTS : null;
    }

    /** Return the customer of a card; undefined if this till cannot know it: the server does. */
    async loadPartner(id) {
        const known = id && this.pos.models["res.partner"].get(id);
        if (known || !id) {
            return known || undefined;
        }
        try {
            return (await this.pos.data.read("res.partner", [id]))[0];
        } catch (error) {
            if (error instanceof ConnectionLostError || error instanceof RPCError) {
                return undefined;
            }
            throw error;
        }
    }

    // What the order makes of it.

    changeHolder(order, holder, entryMode) {
        const { card } = holder;
        const due = order.totalDue;
        order.update({
            discount_card_id: card ? this.getRecord(card) : undefined,
            card_entry_mode: entryMode || false,
            card_code: card ? false : order.card_code || false,
        });
        order.setCardHolder(holder);
        if (order.payment_ids.length && due !== order.totalDue) {
            [...order.payment_ids].forEach((payment) => order.removePaymentline(payment));
            this.pos.numberBuffer.reset();
            this.say(messages.explainPayment(), "info");
        }
    }

    /** Only a card in use is a record. */
    getRecord({ id, code, state }) {
        const values = [{ id, code, state }];
        return this.pos.models.connectNewData({ "discount.card": values })["discount.card"][0];
    }

    /** Look up once more who buys: the order was made elsewhere, or the index is newer. */
    async recall(order) {
        if (order.payment_ids.length) {
            return;
        }
        if (order.card_code) {
            await this.settle(order);
        }
        const code = order.discount_card_id?.code;
        if (code && order.card_entry_mode !== "customer") {
            await this.renew(order, code);
        } else if (order.partner_id) {
            await this.elect(order);
        }
    }

    /** Find the card of a code that was queued; of one that there is not, say so once. */
    async settle(order) {
        const code = order.card_code;
        if (this.captures.find(code)) {
            return;
        }
        const { card, message } = await this.find(code);
        const isOver = order.card_code !== code || isPaying(order);
        if (isOver || (!card && !message)) {
            return;
        }
        order.update({ card_code: false });
        if (card) {
            await this.take(card, order.card_entry_mode, order, this.getTurn(order));
        } else {
            this.say(message);
        }
    }

    async renew(order, code) {
        const holder = order.getCardHolder() ?? { partnerId: order.partner_id?.id ?? null };
        const isSame = remember(order);
        const { card } = await this.find(code);
        const customer = await this.findCustomer(order.partner_id, card?.partnerId);
        if (!card || isPaying(order) || !isSame()) {
            return;
        }
        order.setCardHolder({ ...holder, card, customer });
        if (holder.card?.state === "active" && card.state !== "active") {
            this.say(messages.explainRefusal(card.state, card));
        }
    }
}

/** Return a function that says whether the order still has the card and the customer of now. */
function remember(order) {
    const { discount_card_id: card, partner_id: partner } = order;
    return () => order.discount_card_id?.id === card?.id && order.partner_id === partner;
}

function isPaying(order) {
    return order.payment_ids.length > 0 || Boolean(order.getCardObstacle());
}

/** Return ids of a contact and of the company behind it. */
function listHolderIds(partner) {
    return [...new Set([partner.id, getFirmId(partner)])];
}

function isCardOf(card, partner) {
    return (
        Boolean(card) &&
        (!card.partnerId || (partner && listHolderIds(partner).includes(card.partnerId)))
    );
}
