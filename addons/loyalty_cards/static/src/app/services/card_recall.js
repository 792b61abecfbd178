/** Orders whose card is looked up once more. */

import { remember } from "@loyalty_cards/app/services/order_cards";
import * as messages from "@loyalty_cards/app/utils/card_messages";

/**
 * Look up once more who buys: the order was made elsewhere, or the index is newer.
 *
 * @param {TillCards} cards
 * @param {PosOrder} order
 */
export async function recall(cards, order) {
    if (order.payment_ids.length) {
        return;
    }
    if (order.card_code) {
        await settle(cards, order);
    }
    const code = order.discount_card_id?.code;
    if (code && order.card_entry_mode !== "customer") {
        await renew(cards, order, code);
    } else if (order.partner_id) {
        await cards.orders.elect(order);
    }
}

/** Find the card of a code that was queued; of one that there is not, say so once. */
async function settle(cards, order) {
    const code = order.card_code;
    if (cards.captures.find(code)) {
        return;
    }
    const { card, message } = await cards.lookup.find(code);
    const isOver = order.card_code !== code || isPaying(order);
    if (isOver || (!card && !message)) {
        return;
    }
    order.update({ card_code: false });
    if (card) {
        await cards.orders.take(card, order.card_entry_mode, order, cards.orders.getTurn(order));
    } else {
        cards.say(message);
    }
}

/** Find the card of an order anew: its discounts may be others, or it may be no good any more. */
async function renew(cards, order, code) {
    const holder = order.getCardHolder() ?? { partnerId: order.partner_id?.id ?? null };
    const isSame = remember(order);
    const { card } = await cards.lookup.find(code);
    const customer = await cards.lookup.findCustomer(order.partner_id, card?.partnerId);
    if (!card || isPaying(order) || !isSame()) {
        return;
    }
    order.setCardHolder({ ...holder, card, customer });
    if (holder.card?.state === "active" && card.state !== "active") {
        cards.say(messages.explainRefusal(card.state, card));
    }
}

function isPaying(order) {
    return order.payment_ids.length > 0 || Boolean(order.getCardObstacle());
}
