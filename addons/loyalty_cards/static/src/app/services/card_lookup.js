/** Who has which card, and which discounts: as this till knows it, else as the office says. */

import { normaliseCode } from "@loyalty_cards/app/services/card_rows";
import { getFirmId } from "@loyalty_cards/app/services/till_news";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { describeLevel } from "@loyalty_cards/app/utils/card_wording";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const NO_DISCOUNTS = { categoryIds: [], personalPercent: null, proofs: [], turnovers: {} };

export class CardLookup {
    /** @param {TillCards} cards */
    constructor(cards) {
        this.cards = cards;
        this.pos = cards.pos;
    }

    /** Return a card, or a message if there is none, or neither if nobody can tell. */
    async find(code) {
        const card = await this.cards.index.find(code);
        return card ? { card } : this.ask(normaliseCode(code));
    }

    async ask(code) {
        try {
            const { rows, periods, message } = await this.cards.callServer("find_card", [code]);
            return { card: await this.cards.index.learn(rows, periods), message };
        } catch (error) {
            if (error instanceof RPCError) {
                this.cards.say(messages.explainLookup(code, error.data?.message ?? error.message));
            } else {
                this.cards.sayUnlessOffline(error);
            }
            return {};
        }
    }

    /** Return the card that counts when a customer shows none, null without one. */
    async findPrimary(partner) {
        if (!partner || this.pos.config.card_scan_only) {
            return null;
        }
        for (const id of listHolderIds(partner)) {
            const card = await this.cards.index.findPrimary(id);
            if (card) {
                return card;
            }
        }
        return null;
    }

    /** Return the discounts without a card: the contact's, else those of its company. */
    async findCustomer(partner, partnerId) {
        for (const id of partner ? listHolderIds(partner) : [partnerId].filter(Boolean)) {
            const customer = await this.cards.index.findCustomer(id);
            if (customer) {
                return customer;
            }
        }
        return partner || partnerId ? NO_DISCOUNTS : null;
    }

    /** Return level and percent of a customer in words, empty without any. */
    async describeLevel(partner) {
        const card = await this.findPrimary(partner);
        const customer = await this.findCustomer(partner, card?.partnerId);
        return describeLevel(this.pos.config._card_programme, card, customer);
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
}

/** Return ids of a contact and of the company behind it. */
function listHolderIds(partner) {
    return [...new Set([partner.id, getFirmId(partner)])];
}

/** Say whether a card may buy for a contact: it has it, or the company behind it, or nobody. */
export function isCardOf(card, partner) {
    return (
        Boolean(card) &&
        (!card.partnerId || (partner && listHolderIds(partner).includes(card.partnerId)))
    );
}
