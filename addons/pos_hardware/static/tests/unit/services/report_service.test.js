import "@pos_hardware/app/services/report_service";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { reportService } from "@point_of_sale/app/services/report_service";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { download } from "@web/core/network/download";
import { rpc } from "@web/core/network/rpc";
import { session } from "@web/session";

describe.current.tags("headless");

const ACTION = {
    type: "ir.actions.report",
    report_name: "point_of_sale.report_saledetails",
    report_type: "qweb-pdf",
};
const JOB = { uuid: "u1", device: "bar (Counter)", document: "Sales", is_connected: true };
const ROUTES = { "/web/action/load": ACTION, "/report/check_wkhtmltopdf": "ok" };

beforeEach(() => {
    allowTranslations();
    patchWithCleanup(rpc, { _rpc: async (url) => ROUTES[url] });
    patchWithCleanup(download, { _download: async () => expect.step("download") });
});

/** Return the till's service, and what Odoo is asked of rules; that is its answer. */
function makeService(answer, hasRules = true) {
    patchWithCleanup(session, { pos_hardware_report_rules: hasRules });
    const asked = [];
    const services = {
        notification: { add: (text) => expect.step(text) },
        orm: { call: async (_model, _method, args) => asked.push(args) && answer },
        pos_hardware_print_jobs: { follow: ({ uuid }) => expect.step(uuid) },
        ui: { block() {}, unblock() {} },
    };
    return { service: reportService.start({ services }, services), asked };
}

test("a report of the till's screen comes out where a rule says", async () => {
    const { service, asked } = makeService(JOB);
    await service.doAction("point_of_sale.sale_details_report", [7]);
    expect(asked).toEqual([["point_of_sale.report_saledetails", [7], null]]);
    expect.verifySteps(["u1", "Sales"]);
});

test("a report of the till's screen without a rule is downloaded as ever", async () => {
    const { service, asked } = makeService(false);
    await service.doAction("point_of_sale.sale_details_report", [7]);
    expect(asked).toHaveLength(1);
    expect.verifySteps(["download"]);
});

test("where there are no rules, Odoo is not asked for one", async () => {
    const { service, asked } = makeService(JOB, false);
    await service.doAction("point_of_sale.sale_details_report", [7]);
    expect(asked).toEqual([]);
    expect.verifySteps(["download"]);
});
