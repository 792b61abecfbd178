import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

const PRINTABLE = ["qweb-pdf", "qweb-text"];

function ask(action, orm) {
    const { active_ids = [], ...context } = action.context || {};
    const data = action.data && Object.keys(action.data).length ? action.data : null;
    const args = [action.report_name, data ? [] : active_ids, data];
    return orm.call("pos.hardware.report.rule", "print_report", args, {
        context: { ...user.context, ...context },
    });
}

/** Prints a report on the printer that a rule names; where none does, it is downloaded as ever. */
export async function printOnDevice(action, options, env) {
    if (!session.pos_hardware_report_rules || !PRINTABLE.includes(action.report_type)) {
        return false;
    }
    const { orm, ui, notification, pos_hardware_print_jobs: jobs } = env.services;
    ui.block();
    const answer = await ask(action, orm).finally(() => ui.unblock());
    if (!answer) {
        return false;
    }
    if (answer.refused) {
        notification.add(answer.refused, { type: "warning" });
        return false;
    }
    jobs.follow(answer);
    notification.add(
        answer.is_connected
            ? answer.document
            : _t("Its proxy is not connected: it prints when the proxy is back within a day."),
        { title: _t("Sent to %s", answer.device), type: answer.is_connected ? "info" : "warning" }
    );
    return true;
}

registry.category("ir.actions.report handlers").add("pos_hardware", printOnDevice);
