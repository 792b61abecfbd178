import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const field = (name) => `.o_field_widget[name=${name}]`;

/** Return the step that presses a button of the record. */
const press = (name, content) => ({
    content,
    trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});

const choose = (scope, value) => [
    { trigger: `${scope} input`, run: `edit ${value}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${value})`, run: "click" },
];

const isState = (label) => ({ trigger: `.o_arrow_button_current:contains(${label})` });

const goods = (label) => ({
    trigger: `.o_form_view ${field("preorder_state")}:contains(${label})`,
});

const openPreorders = [
    ...stepUtils.goToAppSteps("sale.sale_menu_root", "Sales"),
    { trigger: "[data-menu-xmlid='sale.sale_order_menu']", run: "click" },
    { trigger: "[data-menu-xmlid='crm_accounting.sale_order_menu_preorder']", run: "click" },
];

const write = [
    {
        content: "Nobody has pre-ordered yet",
        trigger: ".o_view_nocontent:contains(Take the first pre-order)",
    },
    { trigger: ".o_list_button_add", run: "click" },
    ...choose(field("partner_id"), "Bakery Ltd"),
    {
        trigger: `${field("commitment_date")} button, ${field("commitment_date")} input`,
        run: "click",
    },
    { trigger: `${field("commitment_date")} input`, run: "edit 07/01/2024 12:00:00" },
    { trigger: `[name=preorder_prepayment] ${field("require_payment")} input`, run: "click" },
    { trigger: `[name=preorder_prepayment] ${field("prepayment_percent")} input`, run: "edit 30" },
    { trigger: `${field("order_line")} .o_field_x2many_list_row_add a`, run: "click" },
    ...choose(`${field("order_line")} .o_selected_row [name=product_template_id]`, "product_a"),
    { trigger: ".o_selected_row [name=product_uom_qty] input", run: "edit 10" },
    { trigger: ".o_selected_row [name=price_unit] input", run: "edit 10" },
    ...stepUtils.saveForm(),
    press("action_confirm", "It is confirmed"),
    isState("Sales Order"),
    goods("Waiting"),
];

const prepay = [
    press("action_ask_prepayment", "The prepayment is asked"),
    { trigger: `.o_form_view ${field("invoice_line_ids")}` },
    press("action_post", "Its invoice is posted"),
    isState("Posted"),
    press("action_take_payment", "... and paid"),
    { trigger: `.modal ${field("amount")} input:value(30.00)` },
    { trigger: ".modal button[name=action_take]", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { content: "Back to the order", trigger: ".o_back_button", run: "click" },
    { trigger: `${field("preorder_amount_paid")}:contains(30.00)` },
    { trigger: `${field("preorder_amount_open")}:contains(0.00)` },
    { trigger: "body:not(:has(button[name=action_ask_prepayment]))" },
];

const receive = [
    ...stepUtils.goToAppSteps("stock.menu_stock_root", "Inventory"),
    { trigger: "[data-menu-xmlid='stock.menu_stock_warehouse_mgmt']", run: "click" },
    { trigger: "[data-menu-xmlid='stock.in_picking']", run: "click" },
    { trigger: ".o_list_view .o_data_row:contains(Mill) [name=name]", run: "click" },
    press("button_validate", "The goods come"),
    isState("Done"),
];

const tell = [
    ...openPreorders,
    { trigger: ".o_list_view .o_data_row:contains(Bakery):contains(Here)" },
    { trigger: ".o_data_row:contains(Bakery) [name=name]", run: "click" },
    goods("Here"),
    {
        content: "The salesperson has a task",
        trigger: ".o-mail-Activity:contains(Tell the customer and arrange the delivery)",
    },
    press("action_tell_customer", "The customer is told"),
    { trigger: ".modal .o_field_widget[name=body]:contains(product_a)" },
    { trigger: ".modal button[name=action_send_mail]", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { trigger: field("preorder_told_on") },
];

const deliver = [
    stepUtils.autoExpandMoreButtons(),
    { trigger: ".oe_stat_button[name=action_view_delivery]", run: "click" },
    press("button_validate", "The goods are delivered"),
    isState("Done"),
    { trigger: ".o_back_button", run: "click" },
    goods("Delivered"),
    { trigger: "body:not(:has(.o-mail-Activity:contains(arrange the delivery)))" },
];

registry.category("web_tour.tours").add("crm_accounting_preorder", {
    steps: () => [...openPreorders, ...write, ...prepay, ...receive, ...tell, ...deliver],
});
