import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { day, sums } from "./words";

/** Who has what to do, and what they did today; a click shows their list. */
export class TeamTable extends Component {
    static template = "crm_accounting.TeamTable";
    static props = { worklist: Object, isManager: Boolean };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.action = useService("action");
        this.day = day;
        this.sums = sums;
    }

    get rows() {
        return this.worklist.team;
    }

    name({ user_id, team }) {
        if (user_id) {
            return user_id[1];
        }
        return team ? _t("Queue of %s", team[1]) : _t("Nobody's");
    }

    choose(row) {
        const [id, teamId] = [row.user_id, row.team].map((pair) => pair && pair[0]);
        this.worklist.choose({ id, teamId, name: this.name(row) });
    }

    /** Tell whether the user may say that somebody is away: managers of all, others of themselves. */
    canHandOver({ user_id }) {
        return user_id && (this.props.isManager || user_id[0] === user.userId);
    }

    /** Hand the work of a person over while they are away, or change that. */
    openAbsence({ user_id, away }) {
        this.action.doAction("crm_accounting.collection_absence_action", {
            additionalContext: { default_user_id: user_id[0] },
            viewType: away ? "list" : "form",
        });
    }
}
