import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const SCREEN = ".o_crm_accounting_worklist";
const ROWS = `${SCREEN} .o_crm_accounting_worklist_row`;
const LAST = `${SCREEN} .o_crm_accounting_last`;

/** Return the step that waits for a customer on screen. */
const shows = (name, content) => ({
    content,
    trigger: `${SCREEN}:has(.o_selected:contains(${name})) .o_crm_accounting_case h2:contains(${name})`,
});

/** Return the step that presses a key once something is there. */
const key = (name, trigger, content) => ({
    content,
    trigger,
    run: `press ${name}`,
});

const CALL = `${SCREEN} .o_crm_accounting_call:enabled`;
const ARMED = `${SCREEN} .o_crm_accounting_call.active:enabled`;

registry.category("web_tour.tours").add("crm_accounting_worklist", {
    steps: () => [
        ...stepUtils.goToAppSteps(
            "crm_accounting.crm_accounting_menu_root",
            "The work screen is the first thing of the app"
        ),
        {
            content: "The most worthwhile customer is the first",
            trigger: `${ROWS}:first:contains(Airline Ltd)`,
        },
        shows("Airline Ltd", "... and is on screen"),
        key("c", CALL, "Nobody answers"),
        key("1", ARMED),
        shows("Brewery Ltd", "The next customer follows"),
        {
            content: "... the first one is gone until Monday",
            trigger: `${LAST}:contains(Airline Ltd):contains(06/17/2024)`,
        },
        { trigger: `${SCREEN}:not(:has(.o_crm_accounting_worklist_row:contains(Airline Ltd)))` },
        key("c", CALL, "This one promises"),
        key("2", ARMED),
        {
            content: "... all that is overdue",
            trigger: ".o_crm_accounting_promise_form #o_promise_amount:value(300.00)",
        },
        key("Enter", "#o_promise_date:focus", "... by what is proposed"),
        shows("Chemist Ltd", "The next customer"),
        key("c", CALL, "... disputes the invoice"),
        key("3", ARMED),
        key("Enter", ".o_crm_accounting_dispute_form select[aria-label=Reason]:focus"),
        { trigger: `${LAST}:contains(Chemist Ltd):contains(Disputes)` },
        shows("Bakery Ltd", "The last customer"),
        key("u", CALL, "No, that was another invoice"),
        { trigger: `${LAST}:contains(taken back)` },
        shows("Chemist Ltd", "The customer is there again"),
        key("t", CALL, "What have the others to do?"),
        {
            content: "Two are left, three calls were made and one of them taken back",
            trigger:
                ".o_crm_accounting_team_table tbody tr:contains(collector) td:nth-child(2):contains(2)",
        },
        key(
            "t",
            ".o_crm_accounting_team_table tbody tr:contains(collector) td:nth-child(6):contains(2)"
        ),
        shows("Chemist Ltd", "Back to work"),
    ],
});
