import { Component, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";

/** What goes into the history with the call; Enter goes back to the results. */
export class NoteField extends Component {
    static template = "crm_accounting.NoteField";
    static props = { calls: Object };

    setup() {
        this.calls = useState(this.props.calls);
        useAutofocus();
    }

    onInput(ev) {
        this.calls.note = ev.target.value;
    }
}
