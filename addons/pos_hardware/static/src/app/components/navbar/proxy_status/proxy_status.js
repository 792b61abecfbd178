import { useState } from "@odoo/owl";
import { HardwareDialog } from "@pos_hardware/app/components/hardware_dialog/hardware_dialog";
import { describeTill } from "@pos_hardware/app/hardware/till_sentences";
import { ProxyStatus } from "@point_of_sale/app/components/navbar/proxy_status/proxy_status";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

patch(ProxyStatus.prototype, {
    setup() {
        super.setup(...arguments);
        this.dialog = useService("dialog");
        this.network = useState(this.pos.data.network);
    },

    get hasOwnProxy() {
        return Boolean(this.pos.config.hardware_proxy_id);
    },

    /** @override */
    get message() {
        return this.hasOwnProxy ? this.worst.text : super.message;
    },

    /** What the cashier has to know first; no text if all is well. */
    get worst() {
        const [worst] = describeTill(this.connectionInfo, this.pos.getTillDevices());
        return worst.level === "success" ? { level: "success", text: "" } : worst;
    },

    openDevices() {
        this.dialog.add(HardwareDialog);
    },
});
