import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { Camera, listCameras } from "@web_image_camera/camera/camera";
import { CAMERA_LOST, describeCameraError } from "@web_image_camera/camera/camera_errors";
import { takePicture } from "@web_image_camera/camera/picture";

/** Takes a photo with a camera. It gives `onTaken` what an upload gives: data, type and name. */
export class CameraDialog extends Component {
    static template = "web_image_camera.CameraDialog";
    static components = { Dialog };
    static props = { onTaken: Function, close: Function };

    setup() {
        this.videoRef = useRef("video");
        this.primaryRef = useRef("primary");
        this.camera = new Camera(() => this.fail(CAMERA_LOST));
        this.state = useState({
            step: "starting", // then live, taken or failed
            error: "",
            picture: "",
            cameras: [],
            deviceId: "",
            facing: "",
        });
        onMounted(() => this.start());
        onWillUnmount(() => this.camera.close());
        useEffect(
            () => this.primaryRef.el.focus(),
            () => [this.state.step]
        );
    }

    // The camera

    async start(wish) {
        Object.assign(this.state, { step: "starting", error: "", picture: "" });
        try {
            const stream = await this.camera.open(wish);
            if (stream) {
                this.videoRef.el.srcObject = stream;
                await this.readCameras();
            }
        } catch (error) {
            this.fail(describeCameraError(error));
        }
    }

    async readCameras() {
        const { deviceId = "", facingMode = "" } = this.camera.getSettings();
        Object.assign(this.state, { deviceId, facing: facingMode });
        this.state.cameras = (await listCameras()).map(({ deviceId, label }, index) => ({
            deviceId,
            label: label || _t("Camera %s", index + 1),
        }));
    }

    fail(error) {
        this.camera.close();
        Object.assign(this.state, { step: "failed", error });
    }

    onPlaying() {
        if (this.state.step === "starting") {
            this.state.step = "live";
        }
    }

    choose(deviceId) {
        this.start({ deviceId: { exact: deviceId } });
    }

    turnAround() {
        const facing = this.state.facing === "user" ? "environment" : "user";
        this.start({ facingMode: { ideal: facing } });
    }

    /** People know themselves from the mirror; what a camera at the back sees is no mirror. */
    get isMirrored() {
        return this.state.facing !== "environment";
    }

    // The photo

    take() {
        Object.assign(this.state, { step: "taken", picture: takePicture(this.videoRef.el) });
    }

    retake() {
        Object.assign(this.state, { step: "live", picture: "" });
    }

    use() {
        const data = this.state.picture.split(",")[1];
        this.props.onTaken({ data, type: "image/jpeg", name: "photo.jpg" });
        this.props.close();
    }
}
