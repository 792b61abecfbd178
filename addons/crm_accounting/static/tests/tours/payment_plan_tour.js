import { registry } from "@web/core/registry";

const INSTALMENT = ".o_field_widget[name=line_ids] .o_data_row";

/** Return the steps that give an instalment another amount. */
function edit(row, amount) {
    return [
        {
            content: `Instalment ${row}`,
            trigger: `${INSTALMENT}:nth-child(${row}) [name=amount]`,
            run: "click",
        },
        {
            content: `... is to be ${amount}`,
            trigger: `${INSTALMENT}:nth-child(${row}) [name=amount] input`,
            run: `edit ${amount}`,
        },
        {
            content: "... and that is all in this row",
            trigger: ".oe_title",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("crm_accounting_plan", {
    steps: () => [
        {
            content: "From the invoice",
            trigger: "button[name=action_open_payment_plan]",
            run: "click",
        },
        {
            content: "Three even instalments are proposed",
            trigger: `${INSTALMENT}:nth-child(3) [name=amount]:contains(30.00)`,
        },
        ...edit(1, 50),
        {
            content: "Now they are too much together",
            trigger: ".alert-warning:contains(is not spread)",
        },
        ...edit(2, 10),
        {
            content: "Together they are what is owed again",
            trigger: "body:not(:has(.alert-warning:contains(is not spread)))",
        },
        {
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            content: "It runs",
            trigger: ".o_arrow_button_current:contains(Running)",
        },
        {
            content: "Back to the invoice",
            trigger: ".o_breadcrumb .breadcrumb-item a:contains(INV)",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name=payment_plan]",
            run: "click",
        },
        {
            content: "The invoice tells what was agreed",
            trigger:
                ".o_field_widget[name=payment_plan_ids] .o_data_row:contains(PLAN):contains(50.00)",
        },
    ],
});
