/** What the office has changed and core does not tell a till that stays open. */

import { RAW_SYMBOL } from "@point_of_sale/app/models/related_models/utils";
import { toRaw } from "@odoo/owl";

/** Return the id of the company behind a customer: it may have the card and the discounts. */
export function getFirmId({ id, raw }) {
    return raw.commercial_partner_id || id;
}

/**
 * Read anew the customers of this till who have gone to another firm.
 *
 * @param {PosStore} pos
 * @param {Array | null} rows of customers who have changed, null to ask about all
 */
export async function followFirms(pos, rows) {
    const partners = pos.models["res.partner"];
    const firms =
        rows ??
        (await askFirms(
            pos,
            partners.map(({ id }) => id)
        ));
    const moved = firms.filter(([id, firmId]) => {
        const partner = partners.get(id);
        return partner && getFirmId(partner) !== firmId;
    });
    if (moved.length) {
        const ids = moved.map(([id]) => id);
        await pos.data.read("res.partner", ids);
    }
}

async function askFirms({ data }, ids) {
    const fields = ["commercial_partner_id"];
    const domain = [["id", "in", ids]];
    const found = await data.orm.silent.searchRead("res.partner", domain, fields, { load: false });
    return found.map(({ id, commercial_partner_id: firmId }) => [id, firmId || id]);
}

/**
 * Take the programme of the office if it is another one, and compute the open orders anew, but for
 * those with payments. While somebody pays nothing changes: it is asked for again with the next
 * refresh.
 *
 * @param {PosStore} pos
 * @param {string} version of the programme at the office
 * @returns {Promise<boolean>} whether an open order has another total now
 */
export async function followProgramme(pos, version) {
    const { cards, config, data } = pos;
    const isPaying = () => Boolean(pos.getOrder()?.payment_ids.length);
    if (version === config._card_programme.version || isPaying()) {
        return false;
    }
    const programme = await cards.callServer("get_card_programme", []);
    if (isPaying()) {
        return false;
    }
    toRaw(config)[RAW_SYMBOL]._card_programme = programme;
    const unpaid = pos.getOpenOrders().filter((order) => !order.payment_ids.length);
    const isChanged = unpaid.filter(computeAnew).length > 0; // before anybody can pay
    // Core keeps what `config.raw` was when it was asked first.
    const kept = { ...config.raw, _card_programme: programme };
    await data.synchronizeServerDataInIndexedDB({ "pos.config": [kept] });
    return isChanged;
}

function computeAnew(order) {
    const due = order.totalDue;
    order.triggerRecomputeAllPrices();
    return order.totalDue !== due;
}
