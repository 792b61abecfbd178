import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RESULTS } from "./calls_model";
import { DisputeForm } from "./dispute_form";
import { NoteField } from "./note_field";
import { PromiseForm } from "./promise_form";
import { day } from "./words";

/** What came of the call: six buttons, a note, and a few questions where they are needed. */
export class CallBar extends Component {
    static template = "crm_accounting.CallBar";
    static components = { DisputeForm, NoteField, PromiseForm };
    static props = { worklist: Object, calls: Object };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.calls = useState(this.props.calls);
        this.results = RESULTS;
    }

    /** Tell when the next step would be, before one logs it. */
    hint(result) {
        const date = this.worklist.sheet?.suggest.next_dates[result.id];
        return date ? _t("Next step: %s", day(date, this.worklist.list.today)) : "";
    }

    color(result) {
        if (this.calls.mode === result.id) {
            return "btn-secondary active";
        }
        return this.calls.mode === "armed" ? "btn-primary" : "btn-secondary";
    }
}
