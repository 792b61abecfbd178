import { makePos, pass } from "../devices";
import { describe, expect, test } from "@odoo/hoot";
import { OdooPlane } from "@pos_hardware/app/hardware/odoo_plane";
import { Faulty, Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

describe.current.tags("headless");

const JOB = {
    uuid: "u",
    device_id: 3,
    kind: "receipt",
    receipt: {},
    document: "0001",
    name: "Bar",
};

function makePlane(answer) {
    const asked = [];
    const call = async (...question) => {
        asked.push(question);
        return answer();
    };
    const pos = makePos({ orm: { silent: { call } } });
    return { plane: new OdooPlane(pos.data), asked, network: pos.data.network };
}

function raise(exceptionName) {
    throw Object.assign(new RPCError("no"), { exceptionName, data: { message: "not you" } });
}

test("a job is handed to Odoo with what a proxy needs", async () => {
    const { plane, asked } = makePlane(() => ({ uuid: "u", state: "queued" }));
    expect(await plane.submit(JOB)).toEqual({ uuid: "u", state: "queued" });
    const values = { uuid: "u", device_id: 3, kind: "receipt", receipt: {}, document: "0001" };
    expect(asked).toEqual([["pos.hardware.job", "submit", [values]]]);
});

test("the state of a job is that of its uuid", async () => {
    const { plane, asked } = makePlane(() => [{ uuid: "u", state: "done" }]);
    expect((await plane.read("u")).state).toBe("done");
    expect(asked).toEqual([["pos.hardware.job", "status", [["u"]]]]);
});

test("what Odoo refuses is told in its words", async () => {
    const { plane } = makePlane(() => raise("odoo.exceptions.AccessError"));
    const error = await plane.submit(JOB).catch((error) => error);
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toBe("not you");
});

test("a job that Odoo has forgotten is not said to be printed", async () => {
    const { plane } = makePlane(() => []);
    await expect(plane.read("u")).rejects.toThrow(Unreachable);
});

test("a fault of the server, or no server, is not a no", async () => {
    for (const answer of [
        () => raise("odoo.http.SessionExpiredException"),
        () => Promise.reject(new ConnectionLostError()),
    ]) {
        await expect(makePlane(answer).plane.submit(JOB)).rejects.toThrow(Unreachable);
    }
});

test("a fault of the server tells that it is there", async () => {
    const { plane } = makePlane(() => raise("psycopg2.errors.DiskFull"));
    await expect(plane.logOpening({})).rejects.toThrow(Faulty);
});

test("a server that is silent is not waited for, and one that is known to be away not asked", async () => {
    const { plane, asked, network } = makePlane(() => new Promise(() => {}));
    const failing = expect(plane.submit(JOB)).rejects.toThrow(Unreachable);
    await pass(12);
    await failing;
    network.offline = true;
    await expect(plane.submit(JOB)).rejects.toThrow(Unreachable);
    expect(asked).toHaveLength(1);
});
