import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { describe, expect, test } from "@odoo/hoot";
import { ConnectionLostError } from "@web/core/network/rpc";

describe.current.tags("headless");

const ONLINE = { read: async () => [{ id: 7, name: "Ours" }], searchRead: async () => [] };
const OFFLINE = {
    read: async () => {
        throw new ConnectionLostError("/web/dataset");
    },
};

test("a till that starts without network reads barcodes as it did last", async () => {
    const nomenclature = await BarcodeParser.fetchNomenclature(ONLINE, 7);
    expect(await BarcodeParser.fetchNomenclature(OFFLINE, 7)).toEqual(nomenclature);
});

test("a till that has never been told how to read barcodes says so", async () => {
    await expect(BarcodeParser.fetchNomenclature(OFFLINE, 8)).rejects.toThrow();
});
