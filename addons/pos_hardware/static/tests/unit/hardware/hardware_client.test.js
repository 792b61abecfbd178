import { FakePlane, openKept, pass, settle } from "../devices";
import { after, describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { HardwareClient } from "@pos_hardware/app/hardware/hardware_client";
import { Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";

describe.current.tags("headless");

const DONE = { state: "done", code: "", message: "" };
const KITCHEN = 3;
let numbers = 0;

function makeJob(values = {}) {
    numbers++;
    const uuid = `00000000-0000-4000-8000-${String(numbers).padStart(12, "0")}`;
    const receipt = { version: 1, lines: [] };
    const common = { device_id: KITCHEN, printer: "kitchen", name: "Kitchen", kind: "receipt" };
    return { uuid, ...common, receipt, made_at: Date.now() + numbers, ...values };
}

/** Return a client with two ways that print at once, and what it told of jobs later. */
async function makeClient({ kept = openKept(), isOpen = true } = {}) {
    const local = new FakePlane();
    const odoo = new FakePlane();
    const ended = [];
    const onEnd = (job, { state, code }) => ended.push([job.uuid, state, code]);
    const client = new HardwareClient({
        findLocal: async () => (isOpen ? local : null),
        odoo,
        kept,
        onEnd,
        onChange: () => {},
    });
    await kept.ready;
    after(() => kept.rows.clear()); // ends the retries
    return { client, local, odoo, kept, ended };
}

/** Print, and let time pass until the cashier has an answer. */
async function print(client, job) {
    let outcome = null;
    client.print(job).then((end) => (outcome = end));
    await settle();
    for (let second = 0; second < 60 && !outcome; second++) {
        await pass(1);
    }
    return outcome;
}

test("a job goes to the proxy beside the till, and Odoo is not asked", async () => {
    const { client, local, odoo, kept } = await makeClient();
    const job = makeJob();
    expect(await print(client, job)).toEqual(DONE);
    expect(local.uuids).toEqual([job.uuid]);
    expect(odoo.uuids).toEqual([]);
    expect(kept.rows.size).toBe(0);
});

test("a job goes through Odoo under the same uuid if nobody answers beside the till", async () => {
    const { client, local, odoo } = await makeClient();
    local.fail();
    const job = makeJob();
    expect(await print(client, job)).toEqual(DONE);
    expect(local.uuids).toEqual([job.uuid]);
    expect(odoo.uuids).toEqual([job.uuid]);
});

test("a proxy that cannot be reached is not even sent a job", async () => {
    const { client, local, odoo } = await makeClient({ isOpen: false });
    await print(client, makeJob());
    expect(local.jobs).toHaveLength(0);
    expect(odoo.jobs).toHaveLength(1);
});

test("an end that needs time is waited for on either way", async () => {
    const { client, local, odoo } = await makeClient();
    for (const plane of [local, odoo]) {
        plane.say("sending");
        let outcome = null;
        client.print(makeJob()).then((end) => (outcome = end));
        await pass(3);
        expect(outcome).toBe(null);
        plane.say("failed", "paper_out", "no paper");
        await pass(3);
        expect(outcome).toEqual({ state: "failed", code: "paper_out", message: "no paper" });
        local.fail();
    }
});

test("a receipt that its printer does not take within half a minute is withdrawn", async () => {
    const { client, local } = await makeClient();
    local.say("queued");
    const job = makeJob();
    expect(await print(client, job)).toEqual({ state: "failed", code: "cancelled", message: "" });
    expect(local.withdrawn).toBe(job.uuid);
});

test("a receipt that is still being sent after half a minute is not certain", async () => {
    const { client, local } = await makeClient();
    local.say("sending");
    expect((await print(client, makeJob())).state).toBe("unknown");
});

test("what the proxy refuses is not tried through Odoo", async () => {
    const { client, local, odoo, kept } = await makeClient();
    local.fail(new Refused("receipt", "line 3"));
    const refused = { state: "failed", code: "receipt", message: "line 3" };
    expect(await print(client, makeJob())).toEqual(refused);
    expect(odoo.jobs).toHaveLength(0);
    expect(kept.rows.size).toBe(0);
});

test("a job that nobody takes is kept, and printed by itself once somebody does", async () => {
    const { client, local, odoo, kept, ended } = await makeClient();
    local.fail();
    odoo.fail();
    const job = makeJob();
    expect((await print(client, job)).state).toBe("waiting");
    await pass(60);
    expect(kept.rows.size).toBe(1);
    local.say("done");
    await pass(40);
    expect(new Set([...local.uuids, ...odoo.uuids])).toEqual(new Set([job.uuid]));
    expect(ended).toEqual([[job.uuid, "done", ""]]);
    expect(kept.rows.size).toBe(0);
});

test("ways that are closed are tried less and less often", async () => {
    const { client, local, odoo } = await makeClient();
    local.fail();
    odoo.fail();
    await print(client, makeJob());
    await pass(300);
    expect(local.jobs.length).toBeLessThan(17);
    expect(local.jobs.length).toBeGreaterThan(8);
});

test("what waits is tried at once when the proxy is back", async () => {
    const { client, local, odoo, ended } = await makeClient();
    local.fail();
    odoo.fail();
    await print(client, makeJob());
    await pass(100);
    local.say("done");
    client.wake();
    await settle();
    expect(ended).toHaveLength(1);
});

test("documents of a printer come out in the order in which they were made", async () => {
    const { client, local, odoo } = await makeClient();
    local.fail();
    odoo.fail();
    const jobs = [makeJob(), makeJob(), makeJob()];
    await print(client, jobs[0]);
    await print(client, jobs[1]);
    const printed = [];
    local.answer = ({ uuid }) => {
        printed.push(uuid);
        return DONE;
    };
    expect(await print(client, jobs[2])).toEqual(DONE);
    expect(printed).toEqual(jobs.map(({ uuid }) => uuid));
});

test("a printer that hangs does not keep another one from printing", async () => {
    const { client, local } = await makeClient();
    local.answer = ({ device_id: device }) =>
        device === KITCHEN ? new Promise(() => {}) : { ...DONE };
    client.print(makeJob());
    expect(await print(client, makeJob({ device_id: 4 }))).toEqual(DONE);
});

test("a job that fails by a mistake of ours does not hold up the next one", async () => {
    const { client, local, kept } = await makeClient();
    local.fail(new TypeError("a mistake"));
    await expect(client.print(makeJob())).rejects.toThrow(/a mistake/);
    kept.rows.clear();
    local.say("done");
    expect(await print(client, makeJob())).toEqual(DONE);
});

test("what waits survives a reload of the page, and is printed under its uuid", async () => {
    const kept = openKept();
    const { client, local, odoo } = await makeClient({ kept });
    local.fail();
    odoo.fail();
    const job = makeJob();
    await print(client, job);
    await kept.ready;
    await kept.put(job); // the disk has it
    kept.rows.clear();
    const again = await makeClient({ kept: openKept(kept.name) });
    again.client.start();
    await waitUntil(() => again.kept.rows.size);
    await settle();
    await pass(3);
    expect(again.local.uuids).toEqual([job.uuid]);
    await waitUntil(() => !again.kept.rows.size);
});

test("a receipt of long ago is offered, and not printed by itself", async () => {
    const { client, local, odoo, kept } = await makeClient();
    local.fail();
    odoo.fail();
    const job = makeJob();
    await print(client, job);
    await pass(11 * 60);
    local.say("done");
    const before = local.jobs.length;
    await pass(60);
    expect(local.jobs).toHaveLength(before);
    expect(client.offered.map(({ uuid }) => uuid)).toEqual([job.uuid]);
    expect(await client.printKept(job.uuid)).toEqual(DONE);
    expect(local.uuids.at(-1)).toBe(job.uuid);
    expect(kept.rows.size).toBe(0);
});

test("a receipt that has expired in Odoo is printed as another job when it is asked for", async () => {
    const { client, local, kept } = await makeClient();
    const job = makeJob({ made_at: Date.now() - 11 * 60 * 1000 });
    kept.put(job);
    local.answer = ({ uuid }) =>
        uuid === job.uuid ? { state: "failed", code: "expired", message: "" } : { ...DONE };
    expect(await client.printKept(job.uuid)).toEqual(DONE);
    expect(new Set(local.uuids).size).toBe(2);
});

test("what is a day old is forgotten", async () => {
    const { client, kept } = await makeClient();
    kept.put(makeJob({ made_at: Date.now() - 25 * 60 * 60 * 1000 }));
    await client.start();
    expect(kept.rows.size).toBe(0);
});

test("no more is kept than a till can have meant", async () => {
    const { client, local, odoo, kept } = await makeClient();
    local.fail();
    odoo.fail();
    for (let count = 0; count < 100; count++) {
        const job = makeJob({ made_at: Date.now() - 11 * 60 * 1000 });
        kept.rows.set(job.uuid, job);
    }
    expect(await client.print(makeJob())).toEqual({
        state: "failed",
        code: "too_many",
        message: "",
    });
});

test("a job that Odoo has and no proxy fetches is an answer within seconds, and is followed", async () => {
    const { client, local, odoo, ended } = await makeClient();
    local.fail();
    odoo.say("queued");
    const job = makeJob();
    expect((await print(client, job)).state).toBe("waiting");
    odoo.say("failed", "expired");
    await pass(10);
    expect(ended).toEqual([[job.uuid, "failed", "expired"]]);
});

test("a drawer is opened by the proxy beside the till", async () => {
    const { client, local, odoo } = await makeClient();
    expect(await client.openDrawer(makeJob())).toEqual({ ...DONE, isLocal: true });
    expect(local.openings).toEqual(["kitchen"]);
    expect(odoo.jobs).toHaveLength(0);
});

test("a drawer is opened through Odoo, once, if nobody answers beside the till", async () => {
    const { client, local, odoo, kept } = await makeClient();
    local.fail();
    expect(await client.openDrawer(makeJob())).toEqual({ ...DONE, isLocal: false });
    expect(odoo.jobs.map(({ kind }) => kind)).toEqual(["drawer"]);
    expect(kept.rows.size).toBe(0);
});

test("a drawer of which nobody told whether it opened is not opened by another way", async () => {
    const { client, local, odoo } = await makeClient();
    local.fail(new Refused("drawer_unknown", ""));
    expect((await client.openDrawer(makeJob())).state).toBe("unknown");
    local.answer = () => new Promise((_, reject) => setTimeout(reject, 6000, new Unreachable("")));
    const opening = client.openDrawer(makeJob());
    await pass(7);
    expect((await opening).state).toBe("unknown");
    expect(odoo.jobs).toHaveLength(0);
});

test("a drawer that cannot be reached stays shut, and is not opened later", async () => {
    const { client, odoo, kept } = await makeClient({ isOpen: false });
    odoo.isAway = true;
    expect((await client.openDrawer(makeJob())).state).toBe("failed");
    expect(odoo.jobs).toHaveLength(0);
    expect(kept.rows.size).toBe(0);
});

test("a drawer that Odoo was asked for and does not tell of is not said to be shut", async () => {
    const { client, local, odoo, kept } = await makeClient();
    local.fail(); // in the middle of it
    odoo.isAway = true;
    expect((await client.openDrawer(makeJob())).state).toBe("unknown");
    odoo.isAway = false;
    odoo.fail(); // it may have got the question
    expect((await client.openDrawer(makeJob())).state).toBe("unknown");
    odoo.say("sending"); // the proxy has it
    const opening = client.openDrawer(makeJob());
    await pass(6);
    expect((await opening).state).toBe("unknown");
    odoo.say("failed", "expired");
    expect((await client.openDrawer(makeJob())).state).toBe("failed");
    expect(kept.rows.size).toBe(0);
});
