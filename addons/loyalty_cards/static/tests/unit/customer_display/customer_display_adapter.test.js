import { makeRow, setupOrder } from "../utils";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";

describe.current.tags("headless");
definePosModels();

test("the customer sees level, masked card, what is saved and what comes next", async () => {
    const { store, order } = await setupOrder([makeRow(1, "29700471")]);
    await store.cards.show("29700471", "scan");
    const adapter = new CustomerDisplayPosAdapter();
    adapter.formatOrderData(order);
    const { saved, progress, ...others } = adapter.data.card;
    expect(others).toEqual({ code: "••••0471", level: "Retail" });
    expect(saved).toMatch(/^\$\s0\.89$/);
    expect(progress).toHaveLength(1);
});

test("the card of the last customer is gone from the display", async () => {
    const { order } = await setupOrder([makeRow(1, "0471")]);
    const adapter = new CustomerDisplayPosAdapter();
    adapter.formatOrderData(order);
    expect(adapter.data.card).toBe(null);
});
