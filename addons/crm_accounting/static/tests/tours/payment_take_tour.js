import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_accounting_take", {
    steps: () => [
        {
            content: "The first click: from a customer, a case or an invoice",
            trigger: "button[name=action_take_payment]",
            run: "click",
        },
        {
            content: "What is owed is proposed",
            trigger: ".modal .o_field_widget[name=amount] input:value(150.00)",
        },
        {
            content: "The second click",
            trigger: ".modal button[name=action_take]",
            run: "click",
        },
        {
            content: "The window closes when the receipt is there",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
