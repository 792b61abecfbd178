import { mailModels } from "@mail/../tests/mail_test_helpers";
import { expect } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { omit } from "@web/core/utils/objects";
import { WebClient } from "@web/webclient/webclient";

/** The server's half of the work screen, small enough to be read. */

export const TODAY = "2024-06-14";
export const LATER = "2024-06-18";

class CollectionCase extends models.Model {
    _name = "collection.case";
    _records = [{ id: 1 }, { id: 2 }, { id: 3 }];
    _views = { form: `<form><field name="display_name"/></form>` };
}

class CollectionCall extends models.Model {
    _name = "collection.call";
}

export function defineOffice() {
    defineModels({ ...mailModels, CollectionCase, CollectionCall });
}

const NAMES = { 1: "Bakery Ltd", 2: "Florist Ltd", 3: "Grocer Ltd" };

export function makeRow(id) {
    return {
        id,
        name: NAMES[id] ?? `Customer ${id}`,
        company: false,
        currency_id: 1,
        amount_residual: 1000 / id,
        amount_likely: 500 / id,
        chance: 0.5,
        days_overdue: 35,
        open_item_count: 1,
        level: "First call",
        next_action_date: TODAY,
        user_id: [7, "Anna"],
        phone: "+32 2 123",
        calls_today: 0,
    };
}

export function makeSheet(id, values = {}) {
    const row = makeRow(id);
    return {
        ...row,
        partner_id: id + 100,
        phones: [{ name: row.name, number: "+32 2 123", partner_id: id + 100 }],
        email: false,
        lang: false,
        collector: [7, "Anna"],
        amount_credit: 0,
        habit: false,
        credit_hold: false,
        no_chase: false,
        items: [
            {
                id: id * 10,
                move_id: id * 10,
                name: `INV/${id}`,
                date_due: "2024-05-10",
                days_overdue: 35,
                amount_opened: row.amount_residual,
                amount_residual: row.amount_residual,
                currency_id: 1,
                state: "open",
                hold_until: false,
                hold_reason: false,
                level: "First call",
                date_expected: LATER,
            },
        ],
        plans: [],
        promises: [],
        disputes: [],
        calls: [],
        letters: [],
        words: [],
        next_step: { date: TODAY, summary: "Call", user: [7, "Anna"] },
        suggest: {
            promise_date: LATER,
            promise_amount: row.amount_residual,
            promise_currency_id: 1,
            promise_item_ids: [id * 10],
            next_dates: { not_reached: "2024-06-17", disputes: "2024-06-28" },
            dispute_reasons: [
                ["goods", "Missing or damaged"],
                ["price", "Price or discount"],
            ],
        },
        ...values,
    };
}

/**
 * Let a server answer that knows some cases; a case that was called is for later.
 *
 * @param {Object} [values] ids of the cases, what to say beside them, and methods that answer
 *  otherwise (they get the ids and the keyword arguments)
 */
export function staffOffice({ ids = [1, 2, 3], isStarted = true, groups = true, ...methods } = {}) {
    const office = { ids: [...ids], calls: 0, lastCalled: null };
    const answers = {
        get_worklist: (_ids, { limit, offset }) => ({
            today: TODAY,
            count: office.ids.length,
            is_started: isStarted,
            done: { calls: office.calls, reached: 0, promised: [] },
            cases: office.ids.slice(offset, offset + limit).map(makeRow),
        }),
        get_worksheet: ([id]) => makeSheet(id),
        get_team_worklist: () => [],
        action_log_call: ([id], result, kwargs) => {
            expect.step(`${result} ${id} ${JSON.stringify(kwargs)}`);
            office.calls++;
            office.lastCalled = id;
            office.ids = office.ids.filter((other) => other !== id);
            return { call_id: 99, next_date: LATER, text: "Not reached. Next step: June 18" };
        },
        action_undo: ([id]) => {
            expect.step(`undo ${id}`);
            office.ids = [office.lastCalled, ...office.ids];
            return true;
        },
        ...methods,
    };
    onRpc("has_group", () => groups);
    for (const [method, answer] of Object.entries(answers)) {
        onRpc(method, ({ args, kwargs }) => {
            const values = omit(kwargs, "context");
            return args.length ? answer(...args, values) : answer([], values);
        });
    }
    return office;
}

export async function openWorklist() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_accounting.worklist",
        name: "Today",
    });
    await animationFrame();
}
