import "@pos_hardware/app/pos_app";
import { setupTill } from "../till";
import { advanceTime, describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { Chrome } from "@point_of_sale/app/pos_app";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
definePosModels();

const TEMPLATES = ["OrderReceipt", "ReceiptHeader", "OrderDisplay", "Orderline"].map(
    (name) => `point_of_sale.${name}`
);

test("what a first receipt would wait for is compiled while the till waits", async () => {
    await setupTill();
    const chrome = await mountWithCleanup(Chrome, { props: { disableLoader: () => {} } });
    const { templates } = chrome.__owl__.app;
    expect("point_of_sale.OrderReceipt" in templates).toBe(false);
    await advanceTime(1000);
    expect(TEMPLATES.filter((name) => !(name in templates))).toEqual([]);
});
