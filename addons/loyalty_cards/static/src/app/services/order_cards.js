/** What an order makes of a card that is shown, and of a customer who is chosen. */

import { isCardOf } from "@loyalty_cards/app/services/card_lookup";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { getShopTime } from "@loyalty_cards/app/utils/card_request";
import { toRaw } from "@odoo/owl";

export class OrderCards {
    /** @param {TillCards} cards */
    constructor(cards) {
        this.cards = cards;
        this.pos = cards.pos;
        this.turn = 0; // of the card that was shown last
        this.turns = new WeakMap(); // of the card that an order has taken
    }

    /** Return the turn of a card that is shown now. */
    takeTurn() {
        return ++this.turn;
    }

    /** Return the turn of the card that the order has taken, 0 without any. */
    getTurn(order) {
        return this.turns.get(toRaw(order)) ?? 0;
    }

    /**
     * Let a card buy if it is good. One that was shown before the one that the order has comes too
     * late.
     *
     * @returns {Promise<boolean>} whether it does
     */
    async take(card, entryMode, order, turn = this.takeTurn()) {
        const today = getShopTime(this.pos.config._card_programme).toISODate();
        const refusal = messages.findRefusal(card, today);
        if (refusal) {
            return this.cards.refuse(messages.explainRefusal(refusal, card));
        }
        const { lookup } = this.cards;
        const partner = (await lookup.loadPartner(card.partnerId)) ?? order.partner_id;
        const customer = await lookup.findCustomer(partner, card.partnerId);
        const obstacle = order.getCardObstacle();
        if (obstacle) {
            return this.cards.refuse(messages.explainObstacle(obstacle));
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

    /** A code that nobody can tell now is settled by the server; a good card is not given up. */
    queue(code, entryMode, order) {
        const obstacle = order.getCardObstacle();
        if (obstacle) {
            return this.cards.refuse(messages.explainObstacle(obstacle));
        }
        if (!order.discount_card_id) {
            order.update({ card_code: code, card_entry_mode: entryMode });
        }
        const isGiven = this.cards.captures.find(code);
        return this.cards.refuse(
            isGiven ? messages.explainKept(code) : messages.explainQueued(code)
        );
    }

    /** Let the customer of an order buy with the card that counts for it now. */
    async elect(order) {
        const partner = order.partner_id;
        const isSame = remember(order);
        const shown = order.card_entry_mode === "customer" ? null : order.getCardHolder()?.card;
        const { lookup } = this.cards;
        const card = isCardOf(shown, partner) ? shown : await lookup.findPrimary(partner);
        const customer = await lookup.findCustomer(partner, card?.partnerId);
        if (order.getCardObstacle() || !isSame()) {
            return;
        }
        const entryMode = card && (card === shown ? order.card_entry_mode : "customer");
        const holder = { card, customer, partnerId: partner?.id ?? null };
        if (JSON.stringify(holder) !== JSON.stringify(order.getCardHolder())) {
            this.changeHolder(order, holder, entryMode);
        }
    }

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
            this.cards.say(messages.explainPayment(), "info");
        }
    }

    /** Only a card in use is a record. */
    getRecord({ id, code, state }) {
        const values = [{ id, code, state }];
        return this.pos.models.connectNewData({ "discount.card": values })["discount.card"][0];
    }
}

/** Return a function that says whether the order still has the card and the customer of now. */
export function remember(order) {
    const { discount_card_id: card, partner_id: partner } = order;
    return () => order.discount_card_id?.id === card?.id && order.partner_id === partner;
}
