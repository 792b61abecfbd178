import { Component, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { useQuickForm } from "./quick_form";

/** Another day for the next step after the last call. */
export class DayForm extends Component {
    static template = "crm_accounting.DayForm";
    static components = { DateTimeInput };
    static props = { calls: Object };

    setup() {
        this.calls = useState(this.props.calls);
        this.today = deserializeDate(this.calls.worklist.list.today);
        this.form = useQuickForm();
        const { nextDate } = this.calls.last;
        this.state = useState({ date: nextDate ? deserializeDate(nextDate) : this.today });
    }

    setDate(date) {
        this.state.date = date;
    }

    submit() {
        if (this.state.date) {
            this.calls.plan(serializeDate(this.state.date));
        }
    }
}
