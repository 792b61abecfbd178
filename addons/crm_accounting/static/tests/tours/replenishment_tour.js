import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const field = (name) => `.o_field_widget[name=${name}]`;
const press = (name) => ({
    trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});
const statButton = (name) => [
    stepUtils.autoExpandMoreButtons(),
    { trigger: `.oe_stat_button[name=${name}]`, run: "click" },
];
const choose = (scope, value) => [
    { trigger: `${scope} input`, run: `edit ${value}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${value})`, run: "click" },
];
const isState = (label) => ({ trigger: `.o_arrow_button_current:contains(${label})` });
const menu = (...names) =>
    names.map((name) => ({
        trigger: `[data-menu-xmlid='${name}']`,
        run: "click",
    }));

/** Return the step that finds a product in a state in the overview. */
const row = (product, state) => ({
    content: `${product} is ${state}`,
    trigger: `.o_list_view .o_data_row:contains(${product}):contains(${state})`,
});

const openRow = (product, state) => ({
    trigger: `${row(product, state).trigger} .o_data_cell[name=product_id]`,
    run: "click",
});

const openOverview = [
    ...stepUtils.goToAppSteps("purchase.menu_purchase_root", "Purchase"),
    ...menu(
        "purchase.menu_procurement_management",
        "crm_accounting.sale_replenishment_report_menu"
    ),
];

const tour = (name, steps) =>
    registry.category("web_tour.tours").add(`crm_accounting_replenishment_${name}`, {
        steps: () => steps,
    });

tour("owner", [
    ...stepUtils.goToAppSteps("purchase.menu_purchase_root", "Purchase"),
    ...menu("purchase.menu_purchase_config", "purchase.menu_purchase_general_settings"),
    ...choose(`#replenish_sold ${field("replenish_category_ids")}`, "Goods for sale"),
    ...choose(`#replenish_sold ${field("replenish_user_id")}`, "tour_buyer"),
    { trigger: ".o_form_button_save", run: "click", expectUnloadPage: true },
    {
        content: "The settings lead to what comes of them",
        trigger: "#replenish_sold button:contains(Sold and Ordered)",
        run: "click",
    },
    { trigger: ".o_view_nocontent:contains(Nothing that was sold has to be followed)" },
]);

tour("seller", [
    ...stepUtils.goToAppSteps("sale.sale_menu_root", "Sales"),
    { trigger: ".o_list_view .o_data_row:contains(Customer) .o_data_cell", run: "click" },
    press("action_confirm"),
    isState("Sales Order"),
    ...statButton("action_view_delivery"),
    press("button_validate"),
    isState("Done"),
    ...statButton("action_view_replenishment"),
    row("Jam", "Waiting"),
    row("Orphan", "Waiting"),
]);

tour("buyer_waits", [
    ...openOverview,
    row("Jam", "Waiting"),
    row("Orphan", "Waiting"),
    { trigger: ".o_control_panel button[name=action_order_now]", run: "click" },
    { trigger: ".o_notification:contains(is being ordered)" },
]);

tour("buyer_orders", [
    ...openOverview,
    openRow("Jam", "In an RFQ"),
    {
        content: "The line says which sale caused it",
        trigger: `${field("order_line")} .o_data_row [name=replenishment_sales]:contains(S0)`,
    },
    {
        trigger: `${field("order_line")} .o_data_row button[name=action_view_replenishment]`,
        run: "click",
    },
    row("Jam", "In an RFQ"),
    { trigger: ".o_back_button", run: "click" },
    press("button_confirm"),
    isState("Purchase Order"),
    ...statButton("action_view_picking"),
    press("button_validate"),
    isState("Done"),
    ...openOverview,
    { trigger: "body:not(:has(.o_data_row:contains(Jam)))" },
    { content: "What is stuck says why", ...row("Orphan", "It has no vendor.") },
    { trigger: ".o_facet_remove", run: "click" },
    row("Jam", "Arrived"),
    openRow("Orphan", "Stuck"),
    { trigger: ".o-mail-Activity:contains(cannot be ordered again)" },
    { trigger: ".o_notebook .nav-link:contains(Purchase)", run: "click" },
    { trigger: `${field("seller_ids")} .o_field_x2many_list_row_add a`, run: "click" },
    ...choose(`${field("seller_ids")} .o_selected_row [name=partner_id]`, "Vendor"),
    { content: "To leave it is to save it", trigger: ".o_back_button", run: "click" },
    row("Orphan", "Stuck"),
]);

tour("buyer_ends", [...openOverview, row("Orphan", "In an RFQ")]);
