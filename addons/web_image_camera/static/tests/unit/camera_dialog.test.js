import { describe, expect, test } from "@odoo/hoot";
import { press, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { CameraDialog } from "@web_image_camera/camera/camera_dialog";
import { openInsecurely, plugIn } from "./cameras";

describe.current.tags("desktop", "web_image_camera");

const DESK = { deviceId: "desk", label: "Camera on the desk" };
const DOOR = { deviceId: "door", label: "Camera at the door" };
const FRONT = { deviceId: "front", label: "Front", facingMode: "user" };
const BACK = { deviceId: "back", label: "Back", facingMode: "environment" };

async function openDialog() {
    await mountWithCleanup(MainComponentsContainer);
    return addDialog();
}

async function addDialog() {
    const taken = [];
    const close = getService("dialog").add(CameraDialog, { onTaken: (info) => taken.push(info) });
    await waitFor(".o_camera_dialog");
    return { taken, close };
}

const isLive = () => waitFor(".o_camera_take:enabled");

async function readError() {
    return (await waitFor(".o_camera_error")).textContent;
}

/** Return size and the colors at a tenth, and nine tenths, of a picture's width. */
async function look({ data }) {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const context = Object.assign(document.createElement("canvas"), { width, height }).getContext(
        "2d"
    );
    context.drawImage(image, 0, 0);
    const read = (x) => {
        const [red, green, blue] = context.getImageData(x * width, height / 2, 1, 1).data;
        return { red: red > 200, green: green > 200, blue: blue > 200 };
    };
    return { width, height, left: read(0.1), right: read(0.9) };
}

test("a photo is what was shown, and not mirrored; then the camera is off", async () => {
    const devices = plugIn(DESK);
    const { taken } = await openDialog();
    await isLive();
    expect("video").toHaveClass("o_camera_mirrored");
    await contains(".o_camera_take").click();
    expect(".o_camera_frame img").toHaveCount(1);
    expect(taken).toEqual([]);
    await contains(".o_camera_use").click();
    expect(".o_camera_dialog").toHaveCount(0);
    expect(devices.lights).toBe("off");
    expect(taken.map(({ type, name }) => [type, name])).toEqual([["image/jpeg", "photo.jpg"]]);
    expect(await look(taken[0])).toEqual({
        width: 300,
        height: 300,
        left: { red: true, green: false, blue: false },
        right: { red: false, green: false, blue: true },
    });
});

test("no microphone is asked for", async () => {
    const devices = plugIn(DESK);
    await openDialog();
    await isLive();
    expect(devices.asked.map(({ audio }) => audio)).toEqual([false]);
});

test("a photo that is not liked is taken again, without asking for the camera again", async () => {
    const devices = plugIn(DESK);
    const { taken } = await openDialog();
    await isLive();
    await contains(".o_camera_take").click();
    await contains(".o_camera_retake").click();
    expect(".o_camera_frame img").toHaveCount(0);
    await contains(".o_camera_take").click();
    await contains(".o_camera_use").click();
    expect(taken).toHaveLength(1);
    expect(devices.asked).toHaveLength(1);
});

test("the camera is off after Cancel", async () => {
    const devices = plugIn(DESK);
    const { taken } = await openDialog();
    await isLive();
    await contains(".o_camera_cancel").click();
    expect(devices.lights).toBe("off");
    expect(taken).toEqual([]);
});

test("the keyboard is enough", async () => {
    const devices = plugIn(DESK);
    const { taken } = await openDialog();
    await isLive();
    await animationFrame();
    expect(".o_camera_take").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(".o_camera_use").toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".o_camera_dialog").toHaveCount(0);
    expect(devices.lights).toBe("off");
    expect(taken).toEqual([]);
});

test("a camera that is given after the window was closed is off at once", async () => {
    const devices = plugIn(DESK);
    devices.answer = new Deferred();
    const { close } = await openDialog();
    close();
    await animationFrame();
    devices.answer.resolve();
    await animationFrame();
    expect(devices.lights).toBe("off");
});

test("of several cameras one is chosen, and taken again the next time", async () => {
    const devices = plugIn(DESK, DOOR);
    const { close } = await openDialog();
    await isLive();
    expect(".o_camera_choice option").toHaveCount(2);
    expect(".o_camera_turn").toHaveCount(0);
    await contains(".o_camera_choice select").select("door");
    await isLive();
    expect(devices.lights).toBe("off,on");
    close();
    await animationFrame();
    await addDialog();
    await isLive();
    expect(".o_camera_choice select").toHaveValue("door");
    expect(devices.lights).toBe("off,off,on");
    expect(devices.asked.map(({ deviceId }) => deviceId)).toEqual([
        undefined,
        { exact: "door" },
        { ideal: "door" },
    ]);
});

test("where there is one camera there is nothing to choose", async () => {
    plugIn(DESK);
    await openDialog();
    await isLive();
    expect(".o_camera_choice").toHaveCount(0);
});

test("a phone begins with the camera at its back, and turns to the other", async () => {
    const devices = plugIn(FRONT, BACK);
    await openDialog();
    await isLive();
    expect(".o_camera_choice select").toHaveValue("back");
    expect("video").not.toHaveClass("o_camera_mirrored");
    await contains(".o_camera_turn").click();
    await isLive();
    expect(".o_camera_choice select").toHaveValue("front");
    expect("video").toHaveClass("o_camera_mirrored");
    expect(devices.lights).toBe("off,on");
});

test("every error says what to do, and can be tried again", async () => {
    const devices = plugIn(DESK);
    devices.error = "NotAllowedError";
    await openDialog();
    expect(await readError()).toMatch(/Allow it with the icon beside the address/);
    for (const [error, words] of [
        ["NotFoundError", /Connect one and try again, or upload/],
        ["NotReadableError", /Close that program/],
        ["AbortError", /Close that program/],
        ["OverconstrainedError", /Connect it again, or try again with another/],
        ["TypeError", /could not be started \(Hardware on fire\)/],
    ]) {
        devices.error = error;
        await contains(".o_camera_again").click();
        expect(await readError()).toMatch(words);
        expect("video").not.toBeVisible();
    }
    devices.error = "";
    await contains(".o_camera_again").click();
    await isLive();
    expect(".o_camera_error").toHaveCount(0);
});

test("a page without https says that it needs it", async () => {
    openInsecurely();
    await openDialog();
    expect(await readError()).toMatch(/begins with https:\/\//);
});

test("a camera that is pulled out is told of", async () => {
    const devices = plugIn(DESK);
    await openDialog();
    await isLive();
    devices.tracks[0].dispatchEvent(new Event("ended"));
    expect(await readError()).toMatch(/was disconnected/);
    expect(devices.lights).toBe("off");
});
