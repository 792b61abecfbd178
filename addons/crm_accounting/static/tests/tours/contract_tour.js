import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const field = (name) => `.o_field_widget[name=${name}]`;

/** Return the step that presses a button of the record. */
const press = (name, content) => ({
    content,
    trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});

const confirmWindow = (name) => [
    { trigger: `.modal button[name=${name}]:enabled`, run: "click" },
    { content: "The window closes", trigger: "body:not(:has(.modal))" },
];

const choose = (scope, value) => [
    { trigger: `${scope} input`, run: `edit ${value}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${value})`, run: "click" },
];

const isState = (label) => ({ trigger: `.o_arrow_button_current:contains(${label})` });

const toContract = [
    stepUtils.autoExpandMoreButtons(),
    {
        content: "Back to the contract by its smart button",
        trigger: ".oe_stat_button[name=action_view_contract]",
        run: "click",
    },
    { trigger: `${field("subject")}:contains(Bread every morning)` },
];

const openMenu = [
    ...stepUtils.goToAppSteps("sale.sale_menu_root", "Sales"),
    { trigger: "[data-menu-xmlid='sale.sale_order_menu']", run: "click" },
    { trigger: "[data-menu-xmlid='crm_accounting.customer_contract_menu']", run: "click" },
];

const draft = [
    {
        content: "Nobody has a contract yet",
        trigger: ".o_view_nocontent:contains(Draft the first contract)",
    },
    { trigger: ".o-kanban-button-new", run: "click" },
    { trigger: `${field("subject")} input`, run: "edit Bread every morning" },
    ...choose(field("partner_id"), "Bakery Ltd"),
    { trigger: `${field("date_end")} button, ${field("date_end")} input`, run: "click" },
    { trigger: `${field("date_end")} input`, run: "edit 12/31/2024" },
    { trigger: `${field("amount_limit")} input`, run: "edit 60" },
    { trigger: `${field("breach_policy")} input, ${field("breach_policy")} select`, run: "click" },
    { trigger: ".o_select_menu_item:contains(Block)", run: "click" },
    { trigger: `${field("line_ids")} .o_field_x2many_list_row_add a`, run: "click" },
    ...choose(`${field("line_ids")} .o_selected_row [name=product_id]`, "product_a"),
    { trigger: ".o_selected_row [name=quantity] input", run: "edit 20" },
    { trigger: ".o_selected_row [name=price_unit] input", run: "edit 5" },
    ...stepUtils.saveForm(),
    {
        content: "What is contracted is told",
        trigger: `${field("line_ids")} tfoot:contains(100.00)`,
    },
];

const sign = [
    press("action_print_contract", "The draft is printed"),
    {
        ...press("action_sign", "It was signed by hand"),
        timeout: 60000, // nothing can be pressed before the file is there
    },
    ...confirmWindow("action_sign"),
    isState("Running"),
];

const order = [
    press("action_new_order", "An order of what is left"),
    {
        content: "... which is too much",
        trigger: ".alert-warning:contains(past its limit):contains(100.00):contains(60.00)",
    },
    { trigger: `${field("order_line")} .o_data_row [name=product_uom_qty]`, run: "click" },
    { trigger: ".o_selected_row [name=product_uom_qty] input", run: "edit 10" },
    ...stepUtils.saveForm(),
    { trigger: "body:not(:has(.alert-warning:contains(past its limit)))" },
    press("action_confirm", "Half of it is not"),
    isState("Sales Order"),
];

const invoice = [
    { trigger: ".o_statusbar_buttons button:contains(Create Invoice)", run: "click" },
    { trigger: ".modal button[name=create_invoices]", run: "click" },
    { trigger: `.o_form_view ${field("invoice_line_ids")}` },
    press("action_post", "The invoice is posted"),
    isState("Posted"),
];

const reachLimit = [
    press("action_new_order", "What is left is ordered"),
    { trigger: ".alert-warning:contains(cannot be confirmed)" },
    press("action_confirm", "... nevertheless"),
    {
        content: "The refusal tells what to do",
        trigger: ".modal:contains(40.00 too much):contains(raise the limit by renewing)",
    },
    { trigger: ".modal-footer button", run: "click" },
];

const renew = [
    press("action_renew", "The limit is raised"),
    { trigger: `.modal ${field("amount_limit")} input`, run: "edit 100" },
    ...confirmWindow("action_renew"),
    { trigger: `${field("amount_limit")}:contains(100.00)` },
];

const orderAgain = [
    { content: "Back to the order that was refused", trigger: ".o_back_button", run: "click" },
    { trigger: `.o_form_view ${field("order_line")}` },
    { trigger: "body:not(:has(.alert-warning:contains(past its limit)))" },
    press("action_confirm", "Now it is within the limit"),
    isState("Sales Order"),
    ...toContract,
    { trigger: `${field("amount_used")}:contains(100.00)` },
];

registry.category("web_tour.tours").add("crm_accounting_contract", {
    steps: () => [
        ...openMenu,
        ...draft,
        ...sign,
        ...order,
        ...invoice,
        ...toContract,
        ...reachLimit,
        ...toContract,
        ...renew,
        ...orderAgain,
    ],
});
