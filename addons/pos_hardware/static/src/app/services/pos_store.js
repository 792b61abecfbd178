import "@pos_hardware/app/hardware/own_hardware_proxy";
import { prepareReceipts } from "@pos_hardware/app/receipt/structured_receipt";
import { ProxyPrinter } from "@pos_hardware/app/utils/printer/proxy_printer";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** By a ticket, the changes that it tells of: core makes it anew for each try, out of the same. */
const changesOfTickets = new WeakMap();
/** By changes, what stands for each ticket that is made of them. */
const ticketKeys = new WeakMap();

patch(PosStore.prototype, {
    /** @override What the first receipt would have to wait for is done while nobody waits. */
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        if (this.config.hardware_printer_id) {
            this.prepareReceipts();
        }
        return result;
    },

    async prepareReceipts() {
        try {
            await prepareReceipts(this.config.receiptLogoUrl);
        } catch (error) {
            logPosMessage("PosStore", "prepareReceipts", error.message, "#F5B427", [error]);
        }
    },

    /** @override */
    createPrinter(config) {
        const device = this.models["pos.hardware.device"]?.get(config.hardware_device_id);
        return device && config.printer_type === "hardware_proxy"
            ? this.hardwareProxy.makePrinter(device)
            : super.createPrinter(...arguments);
    },

    /** Return what this till uses, as `describeTill` wants it. */
    getTillDevices() {
        const printers = [this.hardwareProxy.printer, ...this.unwatched.printers];
        const own = printers.filter((printer) => printer instanceof ProxyPrinter);
        return {
            printers: [...new Set(own.map(({ device }) => device.name))],
            hasAddress: Boolean(this.hardwareProxy.ownProxy?.address),
            hasScale: this.config.iface_electronic_scale,
            hasScanner: this.config.iface_scan_via_proxy,
            isOffline: this.data.network.offline,
        };
    },

    /** @override */
    async printReceipt({ order = this.getOrder(), printBillActionTriggered: isBill } = {}) {
        const { printer } = this.hardwareProxy;
        if (!(printer instanceof ProxyPrinter)) {
            return super.printReceipt(...arguments);
        }
        const { pos_reference: reference } = order;
        printer.document = isBill ? _t("Bill %s", reference) : _t("Order %s", reference);
        try {
            return await super.printReceipt(...arguments);
        } finally {
            printer.document = ""; // what could not be drawn gives its name to nothing else
        }
    },

    /** @override What core calls the reference is a name, which another order may have tomorrow. */
    getOrderData(order) {
        return { ...super.getOrderData(...arguments), order_reference: order.pos_reference };
    },

    /** @override A ticket of notes only has nothing else that it could be known by. */
    async generateReceiptsDataToPrint(orderData, changes, orderChange) {
        const tickets = await super.generateReceiptsDataToPrint(...arguments);
        tickets.forEach((ticket) => changesOfTickets.set(ticket, orderChange));
        return tickets;
    },

    /** @override A ticket that came out is not printed again because another one did not. */
    printOrderChanges(data, printer) {
        if (!(printer instanceof ProxyPrinter)) {
            return super.printOrderChanges(...arguments);
        }
        const key = (!data.reprint && getTicketKey(data, printer)) || {};
        key.document ??= nameTicket(data, printer);
        const printReceipt = (element) => {
            printer.document = key.document;
            return printer.printReceipt(element, key);
        };
        return super.printOrderChanges(data, { printReceipt });
    },
});

/** Return what tells a ticket from others of its order: who tries again, prints the same one. */
function nameTicket({ order_reference: reference, pos_reference: name, changes, time }, printer) {
    const order = _t("Order %s", reference);
    return [`${order},`, printer.name, changes.title, time, `(${name})`].filter(Boolean).join(" ");
}

function getTicketKey(data, { device }) {
    const changes = changesOfTickets.get(data);
    if (!changes) {
        return undefined; // another addon's ticket
    }
    const keys = ticketKeys.get(changes) ?? {};
    ticketKeys.set(changes, keys);
    return (keys[`${device.id} ${data.changes.title}`] ??= {});
}
