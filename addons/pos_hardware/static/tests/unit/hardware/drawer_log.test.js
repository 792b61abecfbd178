import { FakePlane, openKept, pass, settle } from "../devices";
import { after, describe, expect, test } from "@odoo/hoot";
import { DrawerLog } from "@pos_hardware/app/hardware/drawer_log";
import { Faulty, Refused } from "@pos_hardware/app/hardware/plane_errors";

describe.current.tags("headless");

const OPENING = {
    uuid: "a",
    device_id: 3,
    reason: "Cash in / out",
    employee: "Ann",
    made_at: 5000,
};

async function makeLog() {
    const odoo = new FakePlane();
    const kept = openKept();
    const log = new DrawerLog(odoo, kept);
    await log.start();
    after(() => kept.rows.clear());
    return { log, odoo, kept };
}

test("an opening is told to Odoo at once, with who, why and when", async () => {
    const { log, odoo, kept } = await makeLog();
    log.add(OPENING);
    await settle();
    expect(odoo.openings).toEqual([
        { uuid: "a", device_id: 3, reason: "Cash in / out", employee: "Ann", opened_at: 5 },
    ]);
    expect(kept.rows.size).toBe(0);
});

test("openings without Odoo are kept, and told in their order when it is back", async () => {
    const { log, odoo, kept } = await makeLog();
    odoo.fail();
    log.add(OPENING);
    log.add({ ...OPENING, uuid: "b", made_at: 6000 });
    await pass(30);
    expect(kept.rows.size).toBe(2);
    odoo.openings.length = 0;
    odoo.say("done");
    log.wake();
    await settle();
    expect(odoo.openings.map(({ uuid }) => uuid)).toEqual(["a", "b"]);
    expect(kept.rows.size).toBe(0);
});

test("an opening that Odoo stumbles over keeps no other from it, and is told again", async () => {
    const { log, odoo, kept } = await makeLog();
    odoo.answer = ({ uuid }) => {
        if (uuid === "a") {
            throw new Faulty("a defect of the server");
        }
    };
    log.add(OPENING);
    log.add({ ...OPENING, uuid: "b", made_at: 6000 });
    await settle();
    expect([...kept.rows.keys()]).toEqual(["a"]);
    odoo.say("done");
    await pass(10);
    expect(kept.rows.size).toBe(0);
});

test("an opening that Odoo refuses does not keep the others from it", async () => {
    const { log, odoo, kept } = await makeLog();
    odoo.answer = ({ uuid }) => {
        if (uuid === "a") {
            throw new Refused("refused", "no");
        }
    };
    log.add(OPENING);
    log.add({ ...OPENING, uuid: "b", made_at: 6000 });
    await settle();
    expect(odoo.openings.map(({ uuid }) => uuid)).toEqual(["a", "b"]);
    expect(kept.rows.size).toBe(0);
});
