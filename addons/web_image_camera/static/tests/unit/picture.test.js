import { describe, expect, test } from "@odoo/hoot";
import { findShownPart, fitSides } from "@web_image_camera/camera/picture";

describe.current.tags("headless", "web_image_camera");

test("a square shows the middle of a wide picture and of a high one", () => {
    const square = { width: 50, height: 50 };
    expect(findShownPart({ width: 1920, height: 1080 }, square)).toEqual({
        x: 420,
        y: 0,
        width: 1080,
        height: 1080,
    });
    expect(findShownPart({ width: 480, height: 640 }, square)).toEqual({
        x: 0,
        y: 80,
        width: 480,
        height: 480,
    });
});

test("a box of the picture's shape shows all of it", () => {
    expect(findShownPart({ width: 640, height: 480 }, { width: 64, height: 48 })).toEqual({
        x: 0,
        y: 0,
        width: 640,
        height: 480,
    });
});

test("a picture is made as small as Odoo keeps it, and never larger than it is", () => {
    expect(fitSides({ width: 3840, height: 2160 })).toEqual({ width: 1920, height: 1080 });
    expect(fitSides({ width: 3000.4, height: 4000 })).toEqual({ width: 1440, height: 1920 });
    expect(fitSides({ width: 640, height: 480 })).toEqual({ width: 640, height: 480 });
});
