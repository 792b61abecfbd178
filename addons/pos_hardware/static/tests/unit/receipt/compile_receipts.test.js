import "@pos_hardware/app/pos_app";
import { describe, expect, test } from "@odoo/hoot";
import { compileReceipts } from "@pos_hardware/app/receipt/compile_receipts";
import { Chrome } from "@point_of_sale/app/pos_app";

describe.current.tags("headless");

const TEMPLATES = ["OrderReceipt", "ReceiptHeader", "OrderDisplay", "Orderline"].map(
    (name) => `point_of_sale.${name}`
);

test("each template that a receipt is made of is compiled, once", () => {
    const compiled = [];
    compileReceipts({ getTemplate: (name) => compiled.push(name) });
    expect(TEMPLATES.filter((name) => !compiled.includes(name))).toEqual([]);
    expect(new Set(compiled).size).toBe(compiled.length);
});

test("a template that cannot be compiled does not disturb the till before it is needed", () => {
    const app = {
        getTemplate() {
            throw new Error("another addon's mistake");
        },
    };
    expect(() => Chrome.prototype.compileReceipts.call({ __owl__: { app } })).not.toThrow();
});
