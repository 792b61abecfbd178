import { Component } from "@odoo/owl";
import { day, money } from "./words";

const COLORS = { open: "text-bg-info", kept: "text-bg-success", broken: "text-bg-danger" };

/** What was agreed with a customer, or is not agreed: plans, promises and disputes. */
export class WorklistAgreements extends Component {
    static template = "crm_accounting.WorklistAgreements";
    static props = { sheet: Object, today: [String, Boolean], openRecord: Function };

    setup() {
        this.day = day;
        this.money = money;
    }

    color(state) {
        return COLORS[state] ?? "text-bg-secondary";
    }
}
