import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** What to do when there is nobody to call. */
export class WorklistEmpty extends Component {
    static template = "crm_accounting.WorklistEmpty";
    static props = { worklist: Object, isManager: Boolean };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.action = useService("action");
    }

    /** How many calls were made today. */
    get calls() {
        return this.worklist.list.done?.calls ?? 0;
    }

    open(name) {
        this.action.doAction(`crm_accounting.${name}`);
    }
}
