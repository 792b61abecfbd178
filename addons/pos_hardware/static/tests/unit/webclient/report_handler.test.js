import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { printJobsService } from "@pos_hardware/webclient/print_jobs_service";
import { printOnDevice } from "@pos_hardware/webclient/report_handler";

describe.current.tags("headless", "pos_hardware");

const ACTION = {
    report_name: "sale.report",
    report_type: "qweb-pdf",
    context: { active_ids: [7], lang: "en_US" },
};
const JOB = { uuid: "u1", device: "bar (Counter)", document: "Order S1", is_connected: true };

beforeEach(() => {
    allowTranslations();
    patchWithCleanup(session, { pos_hardware_report_rules: true });
});

/** What the browser has of Odoo, with an answer of the server and a way to end the job. */
function makeEnv(answer) {
    const said = [];
    const asked = [];
    let end;
    const notification = { add: (text, { title, type }) => said.push([type, `${title}: ${text}`]) };
    const bus = { start() {}, subscribe: (_type, listener) => (end = listener) };
    const services = {
        notification,
        orm: {
            async call(model, method, args, kwargs) {
                asked.push([model, method, args, kwargs.context]);
                return answer;
            },
        },
        pos_hardware_print_jobs: printJobsService.start({}, { bus_service: bus, notification }),
        ui: { block() {}, unblock() {} },
    };
    return { env: { services }, said, asked, end: (job) => end(job) };
}

test("a report without a rule is downloaded as ever", async () => {
    const { env, said, asked } = makeEnv(false);
    expect(await printOnDevice(ACTION, {}, env)).toBe(false);
    expect(said).toEqual([]);
    expect(asked[0].slice(0, 3)).toEqual([
        "pos.hardware.report.rule",
        "print_report",
        ["sale.report", [7], null],
    ]);
    expect(asked[0][3].active_ids).toBe(undefined);
});

test("a report with a rule is sent, and its end is told", async () => {
    const { env, said, end } = makeEnv(JOB);
    expect(await printOnDevice(ACTION, {}, env)).toBe(true);
    end({ uuid: "u1", state: "sending", message: "" });
    end({ uuid: "another", state: "done", message: "" });
    end({ uuid: "u1", state: "done", message: "" });
    end({ uuid: "u1", state: "done", message: "" });
    expect(said).toEqual([
        ["info", "Sent to bar (Counter): Order S1"],
        ["success", "Printed: Order S1: "],
    ]);
});

test("a report that is not printed says why", async () => {
    const { env, said, end } = makeEnv(JOB);
    await printOnDevice(ACTION, {}, env);
    end({ uuid: "u1", state: "failed", message: "bar has no paper." });
    expect(said[1]).toEqual(["danger", "Not printed: Order S1: bar has no paper."]);
});

test("a report that waits for its proxy says so", async () => {
    const { env, said } = makeEnv({ ...JOB, is_connected: false });
    expect(await printOnDevice(ACTION, {}, env)).toBe(true);
    expect(said[0][0]).toBe("warning");
    expect(said[0][1]).toMatch(/not connected/);
});

test("a report that the printer cannot take is downloaded, and why is said", async () => {
    const { env, said } = makeEnv({ refused: "Too long." });
    expect(await printOnDevice(ACTION, {}, env)).toBe(false);
    expect(said[0][1]).toMatch(/Too long\./);
});

test("a report with a wizard is asked for by its data", async () => {
    const { env, asked } = makeEnv(false);
    await printOnDevice({ ...ACTION, data: { date: "2024-06-14" } }, {}, env);
    expect(asked[0][2]).toEqual(["sale.report", [], { date: "2024-06-14" }]);
});

test("where there are no rules, and for pages to look at, nobody is asked", async () => {
    const { env, asked } = makeEnv(JOB);
    expect(await printOnDevice({ ...ACTION, report_type: "qweb-html" }, {}, env)).toBe(false);
    patchWithCleanup(session, { pos_hardware_report_rules: false });
    expect(await printOnDevice(ACTION, {}, env)).toBe(false);
    expect(asked).toEqual([]);
});
