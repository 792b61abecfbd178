import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { waitFor } from "@odoo/hoot-dom";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { openInsecurely, plugIn } from "./cameras";

describe.current.tags("desktop", "web_image_camera");

const DESK = { deviceId: "desk", label: "Camera on the desk" };

class Member extends models.Model {
    picture = fields.Binary();
    avatar = fields.Binary();

    _records = [{ id: 1, picture: false, avatar: false }];
}

defineModels([Member]);

async function openForm(widget = "image_camera", attributes = "") {
    await mountView({
        type: "form",
        resModel: "member",
        resId: 1,
        arch: `<form><field name="picture" widget="${widget}" ${attributes}/></form>`,
    });
    await animationFrame();
}

async function photograph(widget) {
    const devices = plugIn(DESK);
    onRpc("web_save", ({ args }) => {
        expect.step(args[1].picture.slice(0, 4)); // so begins every JPEG
    });
    await openForm(widget);
    await contains(".o_take_photo_button", { visible: false }).click();
    await waitFor(".o_camera_take:enabled");
    await contains(".o_camera_take").click();
    await contains(".o_camera_use").click();
    expect(".o_field_widget img").toHaveAttribute("data-src", /^data:image\/jpg;base64/);
    await clickSave();
    expect.verifySteps(["/9j/"]);
    expect(devices.lights).toBe("off");
}

test("a photo is saved as an upload is", async () => {
    await photograph("image_camera");
});

test("a photo of a contact is saved as an upload is", async () => {
    await photograph("contact_image_camera");
});

test("without a camera the field is core's", async () => {
    plugIn();
    await openForm();
    expect(".o_take_photo_button").toHaveCount(0);
    expect(".o_select_file_button").toHaveCount(1);
});

test("a camera that is plugged in later is offered, and no more when it is gone", async () => {
    const devices = plugIn();
    await openForm();
    devices.change([DESK]);
    await animationFrame();
    expect(".o_take_photo_button").toHaveCount(1);
    devices.change([]);
    await animationFrame();
    expect(".o_take_photo_button").toHaveCount(0);
});

test("a page without https offers it, to say that it needs https", async () => {
    openInsecurely();
    await openForm();
    await contains(".o_take_photo_button", { visible: false }).click();
    expect((await waitFor(".o_camera_error")).textContent).toMatch(/https:/);
});

test("a picture that may not be changed has no camera", async () => {
    plugIn(DESK);
    await openForm("image_camera", 'readonly="1"');
    expect(".o_take_photo_button").toHaveCount(0);
});
