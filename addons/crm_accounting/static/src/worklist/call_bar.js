import { Component, useState } from "@odoo/owl";
import { RESULTS } from "./calls_model";
import { DayForm } from "./day_form";
import { DisputeForm } from "./dispute_form";
import { NoteField } from "./note_field";
import { PromiseForm } from "./promise_form";
import { day } from "./words";

/** What came of the call: six buttons, a note, and a few questions where they are needed. */
export class CallBar extends Component {
    static template = "crm_accounting.CallBar";
    static components = { DayForm, DisputeForm, NoteField, PromiseForm };
    static props = { worklist: Object, calls: Object };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.calls = useState(this.props.calls);
        this.results = RESULTS;
    }

    get suggest() {
        return this.worklist.sheet.suggest;
    }

    /** Tell when the next step would be, before one logs it. */
    hint(result) {
        const date = this.worklist.sheet?.suggest.next_dates?.[result.id];
        return date && day(date, this.worklist.list.today);
    }
}
