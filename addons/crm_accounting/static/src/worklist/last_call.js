import { Component, useState } from "@odoo/owl";
import { DayForm } from "./day_form";

/** What was logged last, and the two ways to change it: it stays until the next call. */
export class LastCall extends Component {
    static template = "crm_accounting.LastCall";
    static components = { DayForm };
    static props = { calls: Object };

    setup() {
        this.calls = useState(this.props.calls);
    }
}
