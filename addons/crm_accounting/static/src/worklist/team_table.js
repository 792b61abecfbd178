import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { day, money } from "./words";

/** Who has what to do, and what they did today; a click shows their list. */
export class TeamTable extends Component {
    static template = "crm_accounting.TeamTable";
    static props = { worklist: Object };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.action = useService("action");
        this.day = day;
        this.money = money;
    }

    get rows() {
        return this.worklist.team;
    }

    name({ user_id, team }) {
        if (user_id) {
            return user_id[1];
        }
        return team ? _t("Queue of %s", team) : _t("Nobody's");
    }

    choose(row) {
        this.worklist.choose({ id: row.user_id ? row.user_id[0] : false, name: this.name(row) });
    }

    /** Hand the work of a person over while they are away, or change that. */
    openAbsence({ user_id, away }) {
        this.action.doAction("crm_accounting.collection_absence_action", {
            additionalContext: { default_user_id: user_id[0] },
            viewType: away ? "list" : "form",
        });
    }
}
