import { browser } from "@web/core/browser/browser";

const LAST_CAMERA = "web_image_camera.last_camera";
const AS_SHARP_AS_KEPT = { width: { ideal: 1920 }, height: { ideal: 1920 } };

/** Without https there is no such thing: the browser leaves it undefined. */
export function getMediaDevices() {
    return browser.navigator.mediaDevices;
}

/** Return the cameras that the browser tells of; it names them once it may use one. */
export async function listCameras() {
    const devices = await getMediaDevices().enumerateDevices();
    return devices.filter(({ kind }) => kind === "videoinput");
}

function askForStream(wish) {
    const devices = getMediaDevices();
    if (!devices) {
        throw new DOMException("The page is not secure", "SecurityError");
    }
    return devices.getUserMedia({ audio: false, video: { ...AS_SHARP_AS_KEPT, ...wish } });
}

/** What is photographed is in front of the person who holds a phone: its back camera, at first. */
function getFirstWish() {
    const deviceId = browser.localStorage.getItem(LAST_CAMERA);
    return deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: "environment" } };
}

function stopTracks(stream) {
    stream.getTracks().forEach((track) => track.stop());
}

/** The one camera that is on; the light beside its lens goes out with `close()`. */
export class Camera {
    /** @param {() => void} onLost called when it was pulled out, or taken away by the system */
    constructor(onLost) {
        this.onLost = onLost;
        this.stream = null;
        this.turn = 0;
    }

    /**
     * Turn a camera on, and off the one before.
     *
     * @param {Object} [wish] which one, as constraints of a video; the last one without it
     * @returns {Promise<MediaStream|null>} nothing if it was closed or another opened meanwhile
     * @throws {DOMException} what `getUserMedia` throws; SecurityError on a page without https
     */
    async open(wish = getFirstWish()) {
        this.close();
        const { turn } = this;
        const stream = await askForStream(wish);
        if (turn !== this.turn) {
            stopTracks(stream);
            return null;
        }
        this.stream = stream;
        this.watch(stream);
        return stream;
    }

    watch(stream) {
        const [track] = stream.getVideoTracks();
        track.addEventListener("ended", () => this.stream === stream && this.onLost());
        const { deviceId } = track.getSettings();
        if (deviceId) {
            browser.localStorage.setItem(LAST_CAMERA, deviceId);
        }
    }

    /** Return what the camera tells of itself: `deviceId`, and `facingMode` on a phone. */
    getSettings() {
        return this.stream.getVideoTracks()[0].getSettings();
    }

    close() {
        this.turn++;
        if (this.stream) {
            stopTracks(this.stream);
            this.stream = null;
        }
    }
}
