/** What the office has changed and core does not tell a till that stays open. */

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
