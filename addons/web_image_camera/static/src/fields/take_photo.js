import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { useOwnedDialogs } from "@web/core/utils/hooks";
import { getMediaDevices, listCameras } from "@web_image_camera/camera/camera";
import { CameraDialog } from "@web_image_camera/camera/camera_dialog";

/**
 * The button that opens the camera; it is there while a camera is.
 *
 * On a page without https, where the browser does not tell, it is there too: its window says that
 * https is missing, which nobody would guess from a button that is not there.
 */
export class TakePhoto extends Component {
    static template = "web_image_camera.TakePhoto";
    static props = { onTaken: Function };

    setup() {
        this.addDialog = useOwnedDialogs();
        this.devices = getMediaDevices();
        this.state = useState({ isOffered: !this.devices });
        const look = () => this.look();
        onMounted(() => {
            this.devices?.addEventListener("devicechange", look);
            return this.devices && look();
        });
        onWillUnmount(() => this.devices?.removeEventListener("devicechange", look));
    }

    async look() {
        this.state.isOffered = (await listCameras()).length > 0;
    }

    open() {
        this.addDialog(CameraDialog, { onTaken: this.props.onTaken });
    }
}
