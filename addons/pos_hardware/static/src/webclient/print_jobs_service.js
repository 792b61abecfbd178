import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const ENDS = {
    done: { type: "success", text: () => _t("Printed") },
    failed: { type: "danger", text: () => _t("Not printed") },
    unknown: { type: "warning", text: () => _t("Maybe printed: look at the printer") },
};

/** Tells at its end what became of a report that this browser sent to a printer. */
export const printJobsService = {
    dependencies: ["bus_service", "notification"],
    start(env, { bus_service: bus, notification }) {
        const documents = new Map();
        bus.subscribe("pos_hardware.job", ({ uuid, state, message }) => {
            const end = ENDS[state];
            if (!end || !documents.has(uuid)) {
                return;
            }
            const title = `${end.text()}: ${documents.get(uuid)}`;
            documents.delete(uuid);
            notification.add(message || "", { title, type: end.type, sticky: state !== "done" });
        });
        return {
            /** @param {{uuid: string, document: string}} job */
            follow(job) {
                documents.set(job.uuid, job.document);
                bus.start();
            },
        };
    },
};

registry.category("services").add("pos_hardware_print_jobs", printJobsService);
