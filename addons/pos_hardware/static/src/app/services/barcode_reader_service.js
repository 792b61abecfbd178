import { Pause } from "@pos_hardware/app/hardware/pause";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { patch } from "@web/core/utils/patch";

const HELD = 1000; // milliseconds: a proxy that has no code keeps the question at least so long

/**
 * Core asks again at once, whatever the answer: a proxy that cannot be reached is asked for ever
 * without the page getting a turn, and the tab freezes. Here a failure is followed by a pause.
 */
patch(BarcodeReader.prototype, {
    setup() {
        super.setup(...arguments);
        this.scannerPause = new Pause(500, 10000);
    },

    connectToProxy() {
        super.connectToProxy(...arguments); // begins the loop only if there is none
        this.scannerPause.reset();
        this.scannerPause.wake();
    },

    async waitForBarcode() {
        while (this.remoteScanning) {
            const asked = Date.now();
            const barcode = await this.hardwareProxy.message("scanner").catch(() => null);
            if (barcode && this.remoteScanning) {
                this.scan(barcode);
            }
            if (barcode || Date.now() - asked >= HELD) {
                this.scannerPause.reset();
            } else {
                await this.scannerPause.grow();
            }
        }
        this.remoteActive = 0;
    },
});
