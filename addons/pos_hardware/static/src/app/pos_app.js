import { onMounted } from "@odoo/owl";
import { compileReceipts } from "@pos_hardware/app/receipt/compile_receipts";
import { Chrome } from "@point_of_sale/app/pos_app";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const SETTLED = 1000; // milliseconds after which the page of a till has nothing to do but wait

patch(Chrome.prototype, {
    setup() {
        super.setup(...arguments);
        if (this.pos.config.hardware_printer_id) {
            onMounted(() => browser.setTimeout(() => this.compileReceipts(), SETTLED));
        }
    },

    compileReceipts() {
        try {
            compileReceipts(this.__owl__.app);
        } catch (error) {
            logPosMessage("Chrome", "compileReceipts", error.message, "#F5B427", [error]);
        }
    },
});
