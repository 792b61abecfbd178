import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { accountTaxHelpers } from "@account/helpers/account_tax";
import { patch } from "@web/core/utils/patch";
import { toRaw } from "@odoo/owl";

const LEFT_ALONE = new Set(["ineligible", "negative", "refund"]); // flags of the engine
// Core writes every line, with its properties, to a log at each change: a symbol stays out of it.
const GROSS = Symbol("gross amounts");
const LIMIT = 1e-6; // percents that are closer are the same, as on the server

/** What a line remembers of its discount; the server wants all of it. */
const NOTHING = {
    card_percent: 0,
    card_given: 0,
    card_origin: "none",
    card_prior_discount: 0,
    card_prior_origin: "none",
    card_rule_names: "",
};

// As `discount.card.line.mixin`: a discount that differs from `card_given` was typed by a person.
patch(PosOrderline.prototype, {
    setup(vals) {
        super.setup(vals);
        const missing = Object.entries(NOTHING).filter(
            ([name]) => name in this.model.fields && (this[name] ?? false) === false
        );
        if (missing.length && this.order_id) {
            this.update(Object.fromEntries(missing));
        }
    },

    // For the engine.

    /**
     * Return the line as the engine reads it.
     *
     * @param {object} shared what is the same of all lines: `targets` that exceptions of rules
     *  ask for, `programme`, and the order's `rate` and `fiscalPositionId`
     */
    prepareCardValues({ targets, programme, rate, fiscalPositionId }) {
        const { excluded, included } = this.getCardGross(fiscalPositionId);
        const product = toRaw(this.product_id); // looked up once: every line of every change asks
        const template = toRaw(product.product_tmpl_id);
        return {
            key: this.uuid,
            quantity: this.qty,
            unit_price: this.price_unit,
            gross_excluded: excluded,
            gross_included: included,
            is_eligible: this.isCardEligible(programme, product, template),
            product_id: product.id,
            ...prepareTargets(targets, product, template),
            ...this.prepareCardLimits(programme, rate, template),
            ...this.prepareCardDiscount(),
        };
    },

    /** A card gives on goods, not on what stands for money, is settled, or is taken back. */
    isCardEligible({ special_product_ids: special }, product, template) {
        return !(
            template.type === "combo" || // its parts have lines
            this.price_type === "automatic" || // a sale order that is settled, a refund
            this.sale_order_line_id || // of pos_sale: settled, and its price was typed
            this.refunded_orderline_id ||
            this.is_reward_line || // of pos_loyalty
            special.includes(product.id)
        );
    },

    /** Amounts before any discount; an edit of one line asks for the taxes of that line alone. */
    getCardGross(fiscalPositionId) {
        const taxIds = this.tax_ids.map((tax) => tax.id);
        const key = [this.qty, this.price_unit, taxIds, fiscalPositionId].join(" ");
        if (this[GROSS]?.key !== key) {
            this[GROSS] = { key, ...this.computeCardGross() };
        }
        return this[GROSS];
    },

    computeCardGross() {
        const baseLine = this.getBaseLine({ discount: 0 });
        accountTaxHelpers.add_tax_details_in_base_lines([baseLine], this.company);
        accountTaxHelpers.round_base_lines_tax_details([baseLine], this.company);
        const { total_excluded_currency: excluded, total_included_currency: included } =
            baseLine.tax_details;
        return { excluded, included };
    },

    /** Return the limits that the product sets; what is not there sets none. */
    prepareCardLimits({ margin_percent: margin }, rate, template) {
        const limits = {};
        if (!template.is_card_discounted) {
            limits.max_percent = 0;
        } else if (template.card_max_percent) {
            limits.max_percent = template.card_max_percent;
        }
        if (template.card_min_price) {
            limits.min_unit_price = template.card_min_price * rate;
        }
        if (margin !== null) {
            limits.unit_cost = this.getCardCost() * rate;
            limits.margin_percent = margin;
        }
        return limits;
    },

    /** Return the cost, with taxes where the price of the line is with them. */
    getCardCost() {
        const { excluded, included } = this[GROSS];
        const isWithTaxes = excluded && this.tax_ids.some((tax) => tax.price_include);
        return this.product_id.standard_price * (isWithTaxes ? included / excluded : 1);
    },

    /** Return what stands there without the card: what the card gave itself asks nothing new. */
    prepareCardDiscount() {
        const discount = this.getDiscount();
        if (this.isDiscountTyped()) {
            return { discount, origin: "manual" };
        }
        if (this.card_origin === "card") {
            return { discount: this.card_prior_discount, origin: this.card_prior_origin };
        }
        const isKnown = discount || this.card_origin === "manual";
        return { discount, origin: isKnown ? this.card_origin : "none" };
    },

    /** Say whether a person has changed the discount since it was last computed. */
    isDiscountTyped() {
        return Math.abs(this.getDiscount() - (this.card_given || 0)) > LIMIT;
    },

    /** Say whether the discount is the card's, and nobody has typed another one over it. */
    isDiscountByCard() {
        return this.card_origin === "card" && !this.isDiscountTyped();
    },

    // From the engine.

    /**
     * Write what the engine says, and nothing where the line has it already.
     *
     * @returns {boolean} whether the line has changed
     */
    takeCardAnswer(answer, ruleNames) {
        if (answer.flags.some((flag) => LEFT_ALONE.has(flag))) {
            return false;
        }
        const discount = Number(answer.discount);
        const names = new Set(answer.rule_ids.map((id) => ruleNames[id]));
        const values = {
            discount,
            card_given: discount,
            card_origin: answer.origin,
            card_prior_discount: Number(answer.prior_discount),
            card_prior_origin: answer.prior_origin,
            card_percent: Number(answer.card_percent),
            card_rule_names: [...names].join(", "),
        };
        const known = toRaw(this);
        const changes = Object.entries(values).filter(([name, value]) => known[name] !== value);
        if (changes.length) {
            this.update(Object.fromEntries(changes));
        }
        return changes.length > 0;
    },
});

/** Return what exceptions of rules ask for: where the product belongs. */
function prepareTargets(targets, product, template) {
    const values = {};
    if (targets.has("category")) {
        values.category_path = listPath(template.categ_id);
    }
    if (targets.has("tag")) {
        const own = product.additional_product_tag_ids ?? [];
        values.tag_ids = [...template.product_tag_ids, ...own].map((tag) => tag.id);
    }
    return values;
}

/** Return ids of a category, its parent, and so on up to the root. */
function listPath(category) {
    return category ? [category.id, ...listPath(category.parent_id)] : [];
}
