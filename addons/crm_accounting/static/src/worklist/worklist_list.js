import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { money, percent, sums } from "./words";

/** The customers to call, the most worthwhile first. */
export class WorklistList extends Component {
    static template = "crm_accounting.WorklistList";
    static props = { worklist: Object };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.root = useRef("root");
        this.money = money;
        useEffect(
            (caseId) => {
                const row = this.root.el.querySelector(`[data-case="${caseId}"]`);
                row?.scrollIntoView({ block: "nearest" });
            },
            () => [this.worklist.caseId]
        );
    }

    /** What the customers that are shown owe together. */
    get owed() {
        const amounts = {};
        for (const { amount_residual, currency_id } of this.worklist.list.cases) {
            amounts[currency_id] = (amounts[currency_id] ?? 0) + amount_residual;
        }
        return sums(
            Object.entries(amounts).map(([id, amount]) => ({ currency_id: Number(id), amount }))
        );
    }

    /** What was done today by the person whose list this is. */
    get done() {
        const { calls, reached, promised } = this.worklist.list.done;
        const done = _t("Today: %(calls)s called, %(reached)s reached", { calls, reached });
        return promised.length
            ? _t("%(done)s, %(sum)s promised", { done, sum: sums(promised) })
            : done;
    }

    chance(row) {
        return _t("Chance that it is paid soon: %s", percent(row.chance));
    }

    /** What is not asked for today: it is promised, disputed, in a plan or held. */
    held({ amount_held, currency_id }) {
        return _t("%s held", money(amount_held, currency_id));
    }

    get hasMore() {
        const { cases, count } = this.worklist.list;
        return cases.length < count;
    }
}
