import { computeDiscounts } from "@loyalty_cards/engine/compute";
import { EngineInputError } from "@loyalty_cards/engine/errors";
import { periodWindow } from "@loyalty_cards/engine/periods";
import { validateProgramme } from "@loyalty_cards/engine/programme";
import { describe, expect, globals, test } from "@odoo/hoot";

describe.current.tags("headless");

const DIRECTORY = "/loyalty_cards/static/tests/engine/vectors";
const ENTRIES = {
    compute_discounts: computeDiscounts,
    period_window: ({ period, today }) => periodWindow(period, today),
    validate_programme: validateProgramme,
};

/** Return what a file of vectors holds; Hoot's own `fetch` does not reach the server. */
async function load(theme) {
    const response = await globals.fetch(`${DIRECTORY}/${theme}.json`, { cache: "no-cache" });
    return response.json();
}

/** Make sure that whoever writes into a request is told so. */
function freeze(value) {
    if (typeof value === "object" && value !== null) {
        Object.values(Object.freeze(value)).forEach(freeze);
    }
    return value;
}

/** Return what an entry answers, as a vector has it: `expected` or `refused`. */
function run(entry, request) {
    try {
        return { expected: ENTRIES[entry](request) };
    } catch (error) {
        if (error instanceof EngineInputError) {
            return { refused: { field: error.field, code: error.code } };
        }
        return { error: error.stack };
    }
}

test("the engine answers every vector as Python does", async () => {
    const counts = await load("index");
    expect(counts).not.toBeEmpty();
    for (const [theme, count] of Object.entries(counts)) {
        const { entry, vectors } = await load(theme);
        expect(vectors).toHaveLength(count, { message: `${theme} is as long as the index says` });
        for (const { name, request, ...outcome } of vectors) {
            expect(run(entry, freeze(request))).toEqual(outcome, { message: `${theme}: ${name}` });
        }
    }
});
