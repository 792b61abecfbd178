import { Component, useState } from "@odoo/owl";
import { describeTill } from "@pos_hardware/app/hardware/till_sentences";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

/** How each device of this till is, and what was not printed. */
export class HardwareDialog extends Component {
    static template = "pos_hardware.HardwareDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.pos = usePos();
        this.hardwareProxy = useService("hardware_proxy");
        this.info = useState(this.hardwareProxy.connectionInfo);
        this.network = useState(this.pos.data.network);
    }

    get sentences() {
        return describeTill(this.info, this.pos.getTillDevices());
    }

    get icons() {
        return { success: "fa-check", warning: "fa-exclamation-triangle", danger: "fa-times" };
    }

    formatTime({ made_at: madeAt }) {
        return luxon.DateTime.fromMillis(madeAt).toLocaleString(luxon.DateTime.TIME_SIMPLE);
    }

    async print(job) {
        const client = this.hardwareProxy.hardwareClient;
        const outcome = await client.printKept(job.uuid);
        if (outcome.state !== "waiting") {
            this.hardwareProxy.tellEnd(job, outcome);
        }
    }

    forget({ uuid }) {
        this.hardwareProxy.hardwareClient.forget(uuid);
    }

    connect() {
        this.pos.connectToProxy();
    }
}
