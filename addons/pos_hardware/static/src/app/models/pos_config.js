import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { patch } from "@web/core/utils/patch";

patch(PosConfig.prototype, {
    /** @override A till with kitchen printers alone has a proxy, too. */
    get useProxy() {
        return super.useProxy || Boolean(this.hardware_proxy_id);
    },
});
