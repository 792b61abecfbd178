import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_accounting_portal_promise", {
    steps: () => [
        {
            content: "All that is overdue is proposed",
            trigger: ".o_portal_promise input[name=amount]:value(150)",
            run: "edit 120",
        },
        {
            trigger: ".o_portal_promise input[name=date]",
            run: ({ anchor }) => {
                anchor.value = "2024-06-20"; // "edit" knows no empty dates
            },
        },
        {
            trigger: ".o_portal_promise button:contains(Promise)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is noted, and nothing more is asked",
            trigger: "#wrap:contains(we have noted it) .o_portal_promise:contains(120.00)",
        },
        {
            trigger: ".o_portal_promise:not(:has(form))",
        },
    ],
});
