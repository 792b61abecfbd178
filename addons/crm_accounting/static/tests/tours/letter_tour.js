import { registry } from "@web/core/registry";

// From the policy: levels are set up, a run prepares, a letter is looked at, sending starts.
registry.category("web_tour.tours").add("crm_accounting_letter", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=letters]",
            run: "click",
        },
        {
            content: "No letter goes out yet, as it says",
            trigger: ".o_notebook .alert:contains(No letter goes out yet)",
        },
        {
            trigger: "button[name=action_set_up_letters]",
            run: "click",
        },
        {
            trigger: ".o_notebook a[name=levels]",
            run: "click",
        },
        {
            content: "A reminder before the due date was added",
            trigger: ".o_data_row:contains(Before the due date)",
        },
        {
            trigger: "button[name=action_preview]:contains(Preview a Run)",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_run]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status [aria-checked=true]:contains(Done)",
        },
        {
            trigger: ".o_breadcrumb a:contains(Collection)",
            run: "click",
        },
        {
            trigger: ".o_notebook a[name=letters]",
            run: "click",
        },
        {
            trigger: "button[name=action_view_letters]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(To Send) td[name=case_id]:contains(Bakery)",
            run: "click",
        },
        {
            trigger: ".o_notebook a[name=preview]",
            run: "click",
        },
        {
            content: "It says to whom, and what is owed",
            trigger: "div[name=preview_body]:contains(Dear):contains(Bakery):contains(100.00)",
        },
        {
            trigger: ".o_breadcrumb a:contains(Collection)",
            run: "click",
        },
        {
            trigger: ".o_notebook a[name=letters]",
            run: "click",
        },
        {
            trigger: "button[name=action_start_writing]",
            run: "click",
        },
        {
            trigger: "button[name=action_stop_writing]",
        },
    ],
});
