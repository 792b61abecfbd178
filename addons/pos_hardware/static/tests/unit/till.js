/** A whole till with our proxy, which is not there, and a printer of it in the kitchen. */

import "./data/pos_hardware.data";
import { FakePlane, openKept } from "./devices";
import { after } from "@odoo/hoot";
import { HardwareClient } from "@pos_hardware/app/hardware/hardware_client";
import { ProxyPrinter } from "@pos_hardware/app/utils/printer/proxy_printer";
import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";
import { PosPrinter } from "@point_of_sale/../tests/unit/data/pos_printer.data";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

/** Return a till of ours; `local` is the way to its proxy. */
export async function setupTill() {
    const [config] = PosConfig._records;
    patchWithCleanup(config, { hardware_proxy_id: 1, hardware_printer_id: 3, is_posbox: true });
    const [printer] = PosPrinter._records;
    patchWithCleanup(printer, { printer_type: "hardware_proxy", hardware_device_id: 4 });
    const local = new FakePlane();
    const kept = openKept();
    patchWithCleanup(HardwareProxy.prototype, {
        checkProxyAvailability: async () => false,
        makeClient() {
            return new HardwareClient({
                findLocal: async () => local,
                odoo: new FakePlane(),
                kept,
                onEnd: (...end) => this.tellEnd(...end),
                onChange: () => this.showJobs(),
            });
        },
    });
    patchWithCleanup(ProxyPrinter.prototype, {
        readReceipts: async (element) => [element.textContent],
    });
    const store = await setupPosEnv();
    after(() => {
        kept.rows.clear();
        store.hardwareProxy.disconnect();
    });
    return { store, hardwareProxy: store.hardwareProxy, local, kept };
}

export function makePrinterState(name, values = {}) {
    return { name, ready: true, faults: [], near_end: false, answered: true, ...values };
}

/** Let the proxy tell how its printers are. */
export function tellPrinters(hardwareProxy, ...printers) {
    hardwareProxy.setConnectionInfo({ status: "connected", drivers: { printers } });
}
