import {
    click,
    contains,
    mailModels,
    openFormView,
    openListView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import { describe, test } from "@odoo/hoot";
import { defineModels, fields } from "@web/../tests/web_test_helpers";
import { serializeDate, today } from "@web/core/l10n/dates";

describe.current.tags("desktop", "crm_accounting");

class MailActivity extends mailModels.MailActivity {
    _name = "mail.activity";

    is_collection_locked = fields.Boolean({ compute: false, readonly: false });

    get _to_store_defaults() {
        return [...super._to_store_defaults, "is_collection_locked"];
    }
}

defineModels({ ...mailModels, MailActivity });

async function createTask(locked) {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Bakery Ltd" });
    const activityId = pyEnv["mail.activity"].create({
        activity_category: "default",
        can_write: true,
        date_deadline: serializeDate(today()),
        is_collection_locked: locked,
        res_id: partnerId,
        res_model: "res.partner",
        state: "today",
        summary: "Remind the customer",
    });
    pyEnv["res.partner"].write([partnerId], {
        activity_ids: [activityId],
        activity_state: "today",
    });
    await start();
    return partnerId;
}

test("a locked task can be edited, neither marked done nor cancelled", async () => {
    const partnerId = await createTask(true);
    await openFormView("res.partner", partnerId, {
        arch: `<form><sheet/><chatter/></form>`,
    });
    await contains(".o-mail-Activity .o-mail-Activity-edit");
    await contains(".o-mail-Activity .o_crm_accounting_locked", { text: "Closed by the payment" });
    await contains(".o-mail-Activity-markDone", { count: 0 });
    await contains(".o-mail-Activity .btn-danger", { count: 0 });
});

test("an ordinary task keeps its buttons", async () => {
    const partnerId = await createTask(false);
    await openFormView("res.partner", partnerId, {
        arch: `<form><sheet/><chatter/></form>`,
    });
    await contains(".o-mail-Activity-markDone");
    await contains(".o-mail-Activity .btn-danger");
    await contains(".o_crm_accounting_locked", { count: 0 });
});

test("the popover of a list offers to edit a locked task, no more", async () => {
    await createTask(true);
    await openListView("res.partner", {
        arch: `<list><field name="activity_ids" widget="list_activity"/></list>`,
    });
    await click(".o_data_row:contains(Remind the customer) .o-mail-ActivityButton");
    await contains(".o-mail-ActivityListPopoverItem-editbtn");
    await contains(".o-mail-ActivityListPopoverItem .fa-lock");
    await contains(".o-mail-ActivityListPopoverItem-markAsDone", { count: 0 });
    await contains(".o-mail-ActivityListPopoverItem-cancel", { count: 0 });
});
