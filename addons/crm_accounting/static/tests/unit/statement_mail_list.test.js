import { mailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, describe, expect, queryAllTexts, test } from "@odoo/hoot";
import {
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop", "crm_accounting");

class StatementMail extends models.Model {
    _name = "customer.statement.mail";

    name = fields.Char();
    state = fields.Selection({
        selection: [
            ["waiting", "Waiting"],
            ["sent", "Sent"],
        ],
    });

    _records = [
        { name: "Bakery Ltd", state: "sent" },
        { name: "Florist Ltd", state: "waiting" },
    ];
}

defineModels({ ...mailModels, StatementMail });

async function openMails(groupBy = []) {
    await mountView({
        resModel: "customer.statement.mail",
        type: "list",
        arch: `
            <list js_class="statement_mail_list" expand="1">
                <field name="name"/>
                <field name="state"/>
            </list>`,
        groupBy,
    });
}

/** The server sends the last one. */
function send() {
    const mails = MockServer.env["customer.statement.mail"];
    mails.write(mails.search([["state", "=", "waiting"]]), { state: "sent" });
}

test("what is sent meanwhile is shown, group by group", async () => {
    await openMails(["state"]);
    expect(queryAllTexts(".o_group_name")).toEqual(["Waiting (1)", "Sent (1)"]);
    send();
    await advanceTime(3000);
    expect(queryAllTexts(".o_group_name")).toEqual(["Waiting (0)", "Sent (2)"]);
});

test("the server is not asked any more when nothing waits", async () => {
    onRpc("customer.statement.mail", "web_search_read", () => expect.step("look"));
    await openMails();
    send();
    await advanceTime(3000);
    expect(".o_data_row:contains(Sent)").toHaveCount(2);
    await advanceTime(3000);
    await advanceTime(3000);
    expect.verifySteps(["look", "look"]);
});

test("nor when only the group that waited is left", async () => {
    onRpc("customer.statement.mail", "web_read_group", () => expect.step("look"));
    await openMails(["state"]);
    send();
    await advanceTime(3000);
    await advanceTime(3000);
    await advanceTime(3000);
    expect.verifySteps(["look", "look"]);
});
