import { after } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";

/** Fake cameras. Their streams are real ones, of a canvas. */
export class FakeDevices extends EventTarget {
    /** @param {{ deviceId: string, label: string, facingMode?: string }[]} cameras */
    constructor(cameras) {
        super();
        Object.assign(this, { cameras, asked: [], tracks: [], error: "", answer: null });
    }

    async enumerateDevices() {
        const cameras = this.cameras.map((camera) => ({ kind: "videoinput", ...camera }));
        return [{ kind: "audioinput", deviceId: "microphone" }, ...cameras];
    }

    async getUserMedia({ audio, video }) {
        this.asked.push({ audio, deviceId: video.deviceId, facingMode: video.facingMode });
        await this.answer;
        if (this.error) {
            throw new DOMException("Hardware on fire", this.error);
        }
        return this.makeStream(video);
    }

    makeStream(video) {
        const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
        drawScene(canvas.getContext("2d"));
        const stream = canvas.captureStream();
        const [track] = stream.getTracks();
        const { deviceId, facingMode } = this.findCamera(video);
        track.getSettings = () => ({ deviceId, facingMode });
        this.tracks.push(track);
        return stream;
    }

    findCamera({ deviceId, facingMode }) {
        const id = deviceId?.exact ?? deviceId?.ideal;
        const isWanted = (camera) =>
            id ? camera.deviceId === id : camera.facingMode === facingMode?.ideal;
        return this.cameras.find(isWanted) ?? this.cameras[0];
    }

    /** What somebody sees who looks at the lights beside the lenses. */
    get lights() {
        return this.tracks.map(({ readyState }) => (readyState === "live" ? "on" : "off")).join();
    }

    change(cameras) {
        this.cameras = cameras;
        this.dispatchEvent(new Event("devicechange"));
    }
}

/** Red on the left, blue on the right, and green at both ends, which a square does not show. */
function drawScene(context) {
    for (const [color, x, width] of [
        ["#00ff00", 0, 400],
        ["#ff0000", 50, 150],
        ["#0000ff", 200, 150],
    ]) {
        context.fillStyle = color;
        context.fillRect(x, 0, width, 300);
    }
}

/** Let the browser have these cameras, and forget afterwards which one was the last. */
export function plugIn(...cameras) {
    const devices = new FakeDevices(cameras);
    patchWithCleanup(browser.navigator, { mediaDevices: devices });
    after(() => devices.tracks.forEach((track) => track.stop()));
    return devices;
}

/** A page without https. */
export function openInsecurely() {
    patchWithCleanup(browser.navigator, { mediaDevices: undefined });
}
