import { Component, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { money } from "./words";
import { useQuickForm } from "./quick_form";

/** Which invoice the customer disputes, why, and until when it is to be settled. */
export class DisputeForm extends Component {
    static template = "crm_accounting.DisputeForm";
    static components = { DateTimeInput };
    static props = { calls: Object, sheet: Object };

    setup() {
        const { suggest } = this.props.sheet;
        this.calls = useState(this.props.calls);
        this.today = deserializeDate(this.calls.worklist.list.today);
        this.money = money;
        this.form = useQuickForm();
        this.state = useState({
            moveId: this.invoices[0]?.move_id,
            reason: suggest.dispute_reasons[0]?.[0],
            note: "",
            deadline: deserializeDate(suggest.next_dates.disputes),
        });
    }

    /**
     * What is not disputed yet: one entry for each invoice, however many instalments of it are
     * overdue.
     */
    get invoices() {
        const { items } = this.props.sheet;
        const isFirst = ({ move_id, is_disputed }, index) =>
            move_id &&
            !is_disputed &&
            items.findIndex((item) => item.move_id === move_id) === index;
        return items.filter(isFirst);
    }

    setDeadline(date) {
        this.state.deadline = date;
    }

    submit() {
        const { moveId, reason, note, deadline } = this.state;
        const dispute = {
            move_id: Number(moveId),
            reason,
            note: note.trim() || null,
            deadline: deadline ? serializeDate(deadline) : null,
        };
        return this.calls.log("disputes", { dispute });
    }
}
