import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { uuidv4 } from "@point_of_sale/utils";

/**
 * Asks the office what customers owe, and tells it what they pay. Nothing of it is kept at the
 * till or sent later: without network nothing is booked.
 *
 * Answers are values: `{ answer }`, `{ refusal }` when nothing was booked, or `{ isLost: true }`
 * when nobody knows. What is lost is asked for again under the same number, and booked once.
 */
export class DebtCounter {
    constructor(pos) {
        this.pos = pos;
        /** What was sent and not answered, by customer. */
        this.lost = {};
    }

    /** Return what a customer owes: `{ answer }` or `{ refusal }`. */
    async ask(partner) {
        const { isLost, ...result } = await this.call("get_customer_debts", [partner.id]);
        return isLost ? { refusal: _t("There is no network: debts cannot be looked up.") } : result;
    }

    /** Return whether a customer may buy on account; without an answer what the till knows of it. */
    async askHold(partner) {
        const { answer } = await this.call("get_credit_hold", [partner.id]);
        return answer ?? partner.credit_hold;
    }

    /** Return a payment that can be sent again and again. */
    prepare(payments, lines) {
        return { uuid: uuidv4(), payments, lines };
    }

    /** Send a payment. */
    async take(partner, attempt) {
        const { uuid, payments, lines } = attempt;
        const isAgain = this.lost[partner.id]?.uuid === uuid;
        if (this.pos.data.network.offline && !isAgain) {
            return { refusal: _t("There is no network: nothing was booked. Give the money back.") };
        }
        this.lost[partner.id] = attempt;
        const result = await this.call("take_debt_payment", [partner.id, uuid, payments, lines]);
        if (!result.isLost) {
            delete this.lost[partner.id];
        }
        return result;
    }

    async call(method, args) {
        try {
            const { session, data } = this.pos;
            return { answer: await data.call("pos.session", method, [[session.id], ...args]) };
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return { isLost: true };
            }
            if (error instanceof RPCError) {
                return { refusal: error.data?.message ?? error.message };
            }
            throw error;
        }
    }
}
