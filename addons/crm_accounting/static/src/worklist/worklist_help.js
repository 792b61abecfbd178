import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { RESULTS } from "./calls_model";

/** All keys of the screen. */
export class WorklistHelp extends Component {
    static template = "crm_accounting.WorklistHelp";
    static components = { Dialog };
    static props = { seesTeam: Boolean, close: Function };

    setup() {
        this.title = _t("Keys");
    }

    get keys() {
        const keys = [
            ["j / k, ↓ / ↑", _t("Next or previous customer")],
            ["Enter", _t("Open the case")],
            ["c", _t("Call, and then what came of it:")],
            ...RESULTS.map(({ key, name }) => [`c ${key}`, name]),
            ["n", _t("Note to the call")],
            ["u", _t("Undo the last call")],
            ["d", _t("Other day for the next step after the last call")],
        ];
        if (this.props.seesTeam) {
            keys.push(["t", _t("Team, and back")]);
        }
        return [...keys, ["Esc", _t("Close, go back")], ["?", _t("These keys")]];
    }
}
