import { models } from "@web/../tests/web_test_helpers";
import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosOrderLine } from "@point_of_sale/../tests/unit/data/pos_order_line.data";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { ProductTemplate } from "@point_of_sale/../tests/unit/data/product_template.data";
import { patch } from "@web/core/utils/patch";

export class DiscountCard extends models.ServerModel {
    _name = "discount.card";

    _load_pos_data_fields() {
        return ["code", "state", "partner_id", "category_id"];
    }
}

patch(hootPosModels, [...hootPosModels, DiscountCard]);

patch(PosSession.prototype, {
    _load_pos_data_models() {
        return [...super._load_pos_data_models(), "discount.card"];
    },
});

patch(PosOrderLine.prototype, {
    _load_pos_data_fields() {
        return [
            ...super._load_pos_data_fields(),
            "card_percent",
            "card_given",
            "card_origin",
            "card_prior_discount",
            "card_prior_origin",
            "card_rule_names",
        ];
    },
});

patch(ProductTemplate.prototype, {
    _load_pos_data_fields() {
        const limits = ["is_card_discounted", "card_max_percent", "card_min_price"];
        return [...super._load_pos_data_fields(), ...limits];
    },

    // As on the server, where it is the default.
    _load_pos_data_read(records) {
        return records.map((record) => ({ ...record, is_card_discounted: true }));
    },
});

const INCLUDED = { tax_mode: "included", owner: "category", percent: 0 };

/** What the shop has set up: retail gets 5 %, from 30.00 on 10 %; staff 20 %; regulars by turnover. */
export const PROGRAMME = {
    settings: { precision: 2, max_percent: 100, combination: "largest", meets_manual: "keep" },
    document: {
        company_id: 250,
        till_id: 1,
        company_currency_rounding: 0.01,
        shown_tax_mode: "included",
        tz: false,
    },
    categories: [{ id: 1 }, { id: 2 }, { id: 3 }],
    rules: [
        {
            ...INCLUDED,
            id: 1,
            category_id: 1,
            kind: "receipt",
            brackets: [
                { amount_from: 0, percent: 5 },
                { amount_from: 30, percent: 10 },
            ],
        },
        { ...INCLUDED, id: 2, category_id: 2, kind: "fixed", percent: 20, brackets: [] },
        {
            ...INCLUDED,
            id: 3,
            category_id: 3,
            kind: "turnover",
            period: "lifetime",
            brackets: [{ amount_from: 15, percent: 7 }],
        },
    ],
    rule_names: { 1: "By receipt", 2: "Staff", 3: "Regulars" },
    category_names: { 1: "Retail", 2: "Staff", 3: "Regulars" },
    periods: ["lifetime"],
    tiers: [],
    margin_percent: null,
    special_product_ids: [1],
};

patch(PosConfig.prototype, {
    _load_pos_data_read(records) {
        const read = super._load_pos_data_read(records);
        read[0]._card_programme = PROGRAMME;
        return read;
    },
});
