import { die, makeAnswers, makeHardwareProxy, makeReader, pass, settle } from "../devices";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

/** Return a till that scans by its proxy. */
async function startScanning(answers) {
    const till = makeHardwareProxy(answers);
    const { reader, scanned } = makeReader(till.hardwareProxy);
    await till.hardwareProxy.autoConnect({ force_ip: "127.0.0.1:8069" });
    reader.connectToProxy();
    await settle();
    return { ...till, reader, scanned };
}

/** Let a minute pass, and tell how often the scanner was asked for in it. */
async function countQuestions(asked) {
    const before = asked.scanner ?? 0;
    await pass(60);
    return (asked.scanner ?? 0) - before;
}

// Core freezes in each of these: the tab gets no turn any more.

test("a proxy that dies does not freeze the till", async () => {
    const { asked, answers } = await startScanning(makeAnswers({ scanner: "" }));
    die(answers);
    expect(await countQuestions(asked)).toBeLessThan(20);
});

test("a proxy that is away when the till is loaded does not freeze it", async () => {
    const answers = makeAnswers();
    die(answers);
    const { asked, hardwareProxy } = await startScanning(answers);
    expect(await countQuestions(asked)).toBeLessThan(20);
    expect(hardwareProxy.connectionInfo.status).toBe("disconnected");
});

test("a proxy without a handshake does not freeze the till, and is used", async () => {
    const codes = ["4000000000013"];
    const scanner = () => codes.shift() ?? new Promise(() => {});
    const handshake = new Error("404");
    const answers = makeAnswers({ handshake, scanner });
    const { scanned, hardwareProxy } = await startScanning(answers);
    expect(hardwareProxy.connectionInfo.status).toBe("connected");
    expect(scanned).toEqual(["4000000000013"]);
});

test("a proxy that answers at once that nothing was scanned is not asked at once again", async () => {
    const { asked } = await startScanning(makeAnswers({ scanner: null }));
    expect(await countQuestions(asked)).toBeLessThan(20);
});

test("codes come one after the other without a pause", async () => {
    const codes = ["1", "2", "3"];
    const scanner = () => codes.shift() ?? new Promise(() => {});
    const { scanned } = await startScanning(makeAnswers({ scanner }));
    expect(scanned).toEqual(["1", "2", "3"]);
});

test("a till that connects again still asks once at a time", async () => {
    const { asked, reader } = await startScanning(makeAnswers());
    expect(asked.scanner).toBe(1);
    reader.disconnectFromProxy();
    reader.connectToProxy();
    reader.connectToProxy();
    await settle();
    expect(asked.scanner).toBe(1);
});

test("a till scans again soon after its proxy is back", async () => {
    const answers = makeAnswers();
    const away = { ...answers };
    die(away);
    const { scanned, answers: current } = await startScanning(away);
    await pass(60);
    Object.assign(current, answers, {
        scanner: () => (scanned.length ? new Promise(() => {}) : "7"),
    });
    await pass(30);
    expect(scanned).toEqual(["7"]);
});
