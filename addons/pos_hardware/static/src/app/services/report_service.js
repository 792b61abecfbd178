import { printOnDevice } from "@pos_hardware/webclient/report_handler";
import { reportService } from "@point_of_sale/app/services/report_service";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { session } from "@web/session";

/** A report that the till's own screen asks for comes out where a rule says, as in the back office. */
patch(reportService, {
    start(env) {
        const service = super.start(...arguments);
        const download = service.doAction;
        service.doAction = async (reportXmlId, active_ids) => {
            if (!session.pos_hardware_report_rules) {
                return download(reportXmlId, active_ids);
            }
            const action = await rpc("/web/action/load", { action_id: reportXmlId });
            const isPrinted = await printOnDevice({ ...action, context: { active_ids } }, {}, env);
            return isPrinted || download(reportXmlId, active_ids);
        };
        return service;
    },
});
