import { within } from "@pos_hardware/app/hardware/deadline";
import { HWPrinter } from "@point_of_sale/app/utils/printer/hw_printer";
import { patch } from "@web/core/utils/patch";

const PATIENCE = 40000; // milliseconds: a proxy tells the end of a print within 30 s

/** Core waits for ever for the answer of a printer, and the cashier with it. */
patch(HWPrinter.prototype, {
    sendAction() {
        const request = super.sendAction(...arguments);
        return within(PATIENCE, request, () => request.abort(false));
    },
});
