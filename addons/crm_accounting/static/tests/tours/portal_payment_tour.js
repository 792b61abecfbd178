import { registry } from "@web/core/registry";

/** Return the steps that pay what the page asks for with the demo provider. */
function pay(form) {
    return [
        {
            content: "The number of a card",
            trigger: `${form} #customer_input`,
            run: "edit 4111 1111 1111 1111",
        },
        {
            trigger: `${form} button[name=o_payment_submit_button]:enabled`,
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

registry.category("web_tour.tours").add("crm_accounting_portal_instalment", {
    steps: () => [
        {
            content: "From the list: its link lets the customer pay",
            trigger: ".o_portal_my_doc_table a:contains(INV)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What is left, and what is asked for",
            trigger: ".o_portal_sidebar:contains(90.00):contains(Next Installment):contains(30.00)",
        },
        {
            trigger: "a[data-bs-target='#pay_with']",
            run: "click",
        },
        {
            content: "The next instalment is proposed",
            trigger: "#pay_with.show #o_payment_installments_tab.active:contains(30.00)",
        },
        ...pay("#pay_with"),
        {
            content: "The invoice tells what was paid and what is left",
            trigger: ".o_portal_sidebar:contains(Already Paid):contains(30.00):contains(60.00)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_accounting_portal_overdue", {
    steps: () => [
        {
            content: "What is left of all that is overdue",
            trigger: "#wrap:contains(80.00)",
        },
        ...pay("#wrap"),
        {
            content: "Back among the invoices, the payment is there",
            trigger: ".o_portal_wrap:contains(Paid)",
        },
    ],
});
