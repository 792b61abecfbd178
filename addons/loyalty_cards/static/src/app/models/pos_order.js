import { computeDiscounts } from "@loyalty_cards/engine/compute";
import { EngineInputError } from "@loyalty_cards/engine/errors";
import { prepareCardRequest } from "@loyalty_cards/app/utils/card_request";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";
import { patch } from "@web/core/utils/patch";
import { toRaw } from "@odoo/owl";

// In the order's state, where they survive a restart of the browser, are the facts about who buys:
// `card_holder`: see `setCardHolder`; undefined until looked up.
patch(PosOrder.prototype, {
    // Core comes here after every change of a line or an order that matters to prices.
    triggerRecomputeAllPrices() {
        if (this._isDiscounting) {
            return; // what the card writes is computed once, below
        }
        if (this.isOpenForCards()) {
            this.inheritCardHolder();
            this.noteNobody();
            this.applyCard();
        }
        super.triggerRecomputeAllPrices();
    },

    /** An order that another register sent is as that register made it. */
    isOpenForCards() {
        return Boolean(
            this.uiState &&
            this.state === "draft" &&
            !this.models._loadingData &&
            toRaw(this.config)._card_programme
        );
    },

    getCardHolder() {
        return toRaw(this.uiState?.card_holder);
    },

    /** Say whether somebody with discounts buys: with a card, or known to have them without. */
    isCardHolder() {
        const { card, customer } = this.getCardHolder() ?? {};
        return Boolean(card || customer?.categoryIds.length || customer?.personalPercent);
    },

    /**
     * Let somebody else buy: all lines are discounted anew.
     *
     * @param {{ card: object | null, customer: object | null, partnerId: number | null }} holder
     *  card and customer as the index has them, and for whom they were looked up
     */
    setCardHolder(holder) {
        this.uiState.card_holder = holder;
        this.triggerRecomputeAllPrices();
        this._markDirty();
    },

    /** Lines that come from an order that is split bring the holder of that order. */
    inheritCardHolder() {
        const origin = this.originalSplittedOrder;
        if (origin?.isCardHolder() && !this.getCardHolder() && this.hasLinesByCard()) {
            this.uiState.card_holder = origin.getCardHolder();
            this.update({ partner_id: origin.partner_id, ...origin.getCardFacts() });
        }
    },

    /** Lines of an order that is merged into this one come without its holder: nobody buys. */
    noteNobody() {
        if (this.getCardHolder() || !this.hasLinesByCard()) {
            return;
        }
        const { discount_card_id: cardId, partner_id: partnerId } = this.raw;
        if (!cardId && !partnerId) {
            this.uiState.card_holder = { card: null, customer: null, partnerId: null };
        }
    },

    /** Return what an order that is split off has in common with this one. */
    getCardFacts() {
        return {
            discount_card_id: this.discount_card_id,
            card_entry_mode: this.card_entry_mode,
        };
    },

    hasLinesByCard() {
        return this.lines.some((line) => line.card_origin === "card");
    },

    /** Give each line what the card gives; without one, what stood there before. */
    applyCard() {
        if (!this.getCardHolder() || !(this.isCardHolder() || this.hasLinesByCard())) {
            return;
        }
        this._isDiscounting = true;
        try {
            this.computeCardDiscounts();
        } catch (error) {
            if (!(error instanceof EngineInputError)) {
                throw error;
            }
            // The sale goes on; the server computes once more, and notes what differs.
            logPosMessage("PosOrder", "applyCard", `No discount: ${error.message}`, "#F5B427");
        } finally {
            this._isDiscounting = false;
        }
    },

    computeCardDiscounts() {
        // Read as they are: nothing is drawn here that would have to hear of their changes.
        const lines = this.lines.filter((line) => toRaw(line).product_id);
        const { request, ruleNames } = prepareCardRequest(toRaw(this), lines.map(toRaw));
        const asked = JSON.stringify(request);
        if (this._cardAsked === asked) {
            return; // the lines have the answer
        }
        const answer = computeDiscounts(request);
        const changed = lines.filter((line, index) =>
            line.takeCardAnswer(answer.lines[index], ruleNames)
        );
        this.keepCardOutcome(answer, changed.length > 0);
        this._cardAsked = asked;
    },

    /**
     * Keep what a person wants to know of an answer: the sum, why not, and what comes next.
     *
     * @param {object} answer of the engine
     * @param {boolean} isNew lines have changed: who shows them all looks once more
     */
    keepCardOutcome(answer, isNew) {
        const steps = answer.rules.map((rule) => rule.next).filter(Boolean);
        steps.sort((one, other) => Number(one.missing) - Number(other.missing));
        const outcome = {
            reasons: answer.reasons,
            next: steps[0] ?? null,
            is_given: answer.lines.some((line) => line.rule_ids.length),
        };
        const total = Number(answer.saved_by_card);
        if (
            isNew ||
            this.card_discount_total !== total ||
            JSON.stringify(this.card_outcome) !== JSON.stringify(outcome)
        ) {
            this.update({ card_outcome: outcome, card_discount_total: total });
        }
    },

    /** Return orders of the same holder that this till has sold and the server does not know. */
    listUnsyncedOfHolder() {
        const { card } = this.getCardHolder();
        return this.models["pos.order"].filter(
            (order) =>
                order.isUnsyncedPaid && !order.isEqual(this) && isSameHolder(order, this, card)
        );
    },

    /** Say what forbids to change discounts now: `closed`, `refund`, `payment`, null if nothing. */
    getCardObstacle() {
        if (this.finalized) {
            return "closed";
        }
        if (this.isRefund || this.getHasRefundLines()) {
            return "refund";
        }
        return this.payment_ids.some(isCharged) ? "payment" : null;
    },
});

/** A terminal has taken the money, or asks for it now. */
function isCharged(payment) {
    const status = payment.getPaymentStatus();
    return Boolean(status) && !["pending", "retry", "reversed"].includes(status);
}

function isSameHolder(order, other, card) {
    if (card) {
        return order.discount_card_id?.id === card.id;
    }
    return Boolean(other.partner_id) && order.partner_id?.id === other.partner_id.id;
}
