import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Calls, RESULTS } from "./calls_model";
import { CallBar } from "./call_bar";
import { useKeys } from "./keys";
import { LastCall } from "./last_call";
import { TeamTable } from "./team_table";
import { WorklistCase } from "./worklist_case";
import { WorklistEmpty } from "./worklist_empty";
import { WorklistHelp } from "./worklist_help";
import { WorklistList } from "./worklist_list";
import { Worklist } from "./worklist_model";

/** "Who do I call today?": the list, the chosen customer and the call, worked by keyboard. */
export class WorklistAction extends Component {
    static template = "crm_accounting.Worklist";
    static components = {
        CallBar,
        LastCall,
        Layout,
        TeamTable,
        WorklistCase,
        WorklistEmpty,
        WorklistList,
    };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Today");

    setup() {
        const orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useState(useService("ui"));
        const memory = this.props.state ?? this.props.globalState?.worklist;
        this.worklist = useState(new Worklist(orm, memory));
        this.calls = useState(new Calls(orm, this.worklist, memory));
        const remember = () => ({ ...this.worklist.remember(), ...this.calls.remember() });
        useSetupAction({
            getLocalState: remember,
            getGlobalState: () => ({ worklist: remember() }), // for the browser's way back
        });
        useKeys(this.keys);
        onWillStart(async () => {
            [this.isManager, this.seesTeam] = await Promise.all([
                user.hasGroup("crm_accounting.crm_accounting_group_manager"),
                user.hasGroup("crm_accounting.crm_accounting_group_user"),
                this.worklist.start(),
            ]);
        });
    }

    get keys() {
        const onCase = (act) => () => this.worklist.isTeam || act();
        const next = onCase(() => this.worklist.step(1));
        const previous = onCase(() => this.worklist.step(-1));
        const results = RESULTS.map(({ key }) => [key, onCase(() => this.calls.press(key))]);
        return {
            j: next,
            arrowdown: next,
            k: previous,
            arrowup: previous,
            enter: onCase(() => this.openCase()),
            c: onCase(() => this.calls.start("armed")),
            n: onCase(() => this.calls.start("note")),
            d: onCase(() => this.calls.startPlanning()),
            u: onCase(() => this.calls.undo()),
            t: () => this.toggleTeam(),
            escape: () => this.leave(),
            "?": () => this.showHelp(),
            ...Object.fromEntries(results),
        };
    }

    get isEmpty() {
        return !this.worklist.list.cases.length && !this.worklist.caseId;
    }

    /** On a small screen one of the two is shown. */
    get showsList() {
        return !(this.ui.isSmall && this.worklist.isOpen);
    }

    get showsCase() {
        return !this.ui.isSmall || this.worklist.isOpen;
    }

    toggleTeam() {
        if (this.seesTeam) {
            this.worklist.toggleTeam();
        }
    }

    showMine() {
        this.worklist.choose(null);
    }

    /** Go back from the innermost thing that is open. */
    leave() {
        document.activeElement?.blur();
        if (this.calls.close()) {
            return;
        }
        if (this.worklist.isTeam) {
            this.worklist.toggleTeam();
        } else if (this.ui.isSmall && this.worklist.isOpen) {
            this.worklist.isOpen = false;
        } else if (this.worklist.scope) {
            this.showMine();
        }
    }

    openCase() {
        const { caseId, isBusy } = this.worklist;
        if (caseId && !isBusy) {
            this.openRecord("collection.case", caseId);
        }
    }

    openRecord(resModel, resId) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    showHelp() {
        this.dialog.add(WorklistHelp, { seesTeam: this.seesTeam });
    }
}

registry.category("actions").add("crm_accounting.worklist", WorklistAction);
