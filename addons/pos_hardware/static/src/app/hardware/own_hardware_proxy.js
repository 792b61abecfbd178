/** What a till can do more if its proxy is ours; `hardware_proxy_id` of its settings says so. */

import "@pos_hardware/app/services/hardware_proxy_service";
import { markJob } from "@pos_hardware/app/hardware/copy";
import { DrawerLog } from "@pos_hardware/app/hardware/drawer_log";
import { HardwareClient } from "@pos_hardware/app/hardware/hardware_client";
import { explainDrawer, explainJob } from "@pos_hardware/app/hardware/job_sentences";
import { KeptList } from "@pos_hardware/app/hardware/kept_list";
import { LocalPlane } from "@pos_hardware/app/hardware/local_plane";
import { OdooPlane } from "@pos_hardware/app/hardware/odoo_plane";
import { watchPermission } from "@pos_hardware/app/hardware/permission";
import { makeUuid } from "@pos_hardware/app/hardware/uuid";
import { ProxyPrinter } from "@pos_hardware/app/utils/printer/proxy_printer";
import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { deduceUrl } from "@point_of_sale/utils";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(HardwareProxy.prototype, {
    /** The proxy of this till if it is ours, else null. */
    get ownProxy() {
        return this.pos?.config.hardware_proxy_id || null;
    },

    get headers() {
        const token = this.ownProxy?.local_token;
        return token ? { Authorization: `Bearer ${token}` } : super.headers;
    },

    chooseAddress() {
        return this.ownProxy ? this.ownProxy.address : super.chooseAddress(...arguments);
    },

    /** @override Our printer is there before its proxy is: it has more than one way. */
    autoConnect() {
        if (this.ownProxy) {
            this.connectToPrinter();
            this.client ??= this.makeClient();
        }
        if (this.ownProxy?.address) {
            this.startPermission(this.ownProxy.address);
        }
        return super.autoConnect(...arguments);
    },

    connectToPrinter() {
        if (!this.ownProxy) {
            return super.connectToPrinter();
        }
        const { hardware_printer_id: device } = this.pos.config;
        if (device && !(this.printer instanceof ProxyPrinter)) {
            this.printer = this.makePrinter(device);
        }
    },

    makePrinter(device) {
        return new ProxyPrinter({ hardwareProxy: this, device });
    },

    // === STATES ===

    async readDrivers() {
        if (!this.ownProxy) {
            return super.readDrivers();
        }
        const { printers, scale, scanner } = await this.findPlane(this.ownProxy).readDevices();
        return { printers, scale, scanner, printer: summarise(printers) };
    },

    /** Return the state of a printer as the proxy of this till told it last. */
    findPrinter(name) {
        return this.connectionInfo.drivers.printers?.find((each) => each.name === name);
    },

    setConnectionInfo(info) {
        const isBack = info.status === "connected" && this.connectionInfo.status !== "connected";
        super.setConnectionInfo(info);
        this.showJobs();
        if (isBack) {
            this.client?.wake();
            this.drawerLog?.wake();
        }
    },

    showJobs() {
        const { waiting = [], offered = [] } = this.client ?? {};
        Object.assign(this.connectionInfo, { waiting: waiting.length, offered });
    },

    async startPermission(url) {
        const show = (permission) => Object.assign(this.connectionInfo, { permission });
        show(
            await watchPermission(url, (permission) => {
                show(permission);
                this.keepAlive();
            })
        );
    },

    // === JOBS ===

    /** What prints, built when something of ours is wanted. */
    get hardwareClient() {
        return (this.client ??= this.makeClient());
    },

    /** Begin with what was kept before the page was loaded. */
    makeClient() {
        const plane = new OdooPlane(this.pos.data);
        const name = `pos_hardware-${odoo.info?.db}-${this.pos.config.id}`;
        this.drawerLog = new DrawerLog(plane, new KeptList(`${name}-openings`));
        const client = new HardwareClient({
            findLocal: (job) => this.findLocal(job),
            odoo: plane,
            kept: new KeptList(`${name}-jobs`),
            onEnd: (job, outcome) => this.tellEnd(job, outcome),
            onChange: () => this.showJobs(),
        });
        client.start();
        this.drawerLog.start();
        return client;
    },

    /** Return the way to a proxy by the network, which may be closed. */
    findPlane({ address, local_token: token }) {
        return new LocalPlane(deduceUrl(address), token);
    },

    /** Return the way to the proxy of a job if it is open; one that was lost may be back already. */
    async findLocal({ proxy_id: id }) {
        const proxy = this.pos.models["pos.hardware.proxy"].get(id);
        if (!proxy?.address) {
            return null;
        }
        const isConnected = id === this.ownProxy?.id && this.connectionInfo.status === "connected";
        const plane = this.findPlane(proxy);
        return isConnected || (await this.checkProxyAvailability(plane.url)) ? plane : null;
    },

    /** Tell what became of a job that nobody waits for any more. */
    tellEnd(job, outcome) {
        if (outcome.state === "done") {
            return;
        }
        const { title, body } = explainJob(outcome, job.name);
        const close = this.pos.notification.add(body, {
            type: "danger",
            title: job.document ? `${title}: ${job.document}` : title,
            sticky: true,
            buttons: [{ name: _t("Print again"), onClick: () => printAgain() }],
        });
        const printAgain = async () => {
            close();
            const next = makeNext(job, outcome);
            const end = await this.hardwareClient.print(next);
            if (end.state !== "waiting") {
                this.tellEnd(next, end);
            }
        };
    },

    // === THE DRAWER ===

    /** @override */
    async openCashbox(action = false) {
        if (!(this.printer instanceof ProxyPrinter)) {
            return super.openCashbox(...arguments);
        }
        if (this.pos.config.iface_cashdrawer) {
            this.printer.openCashbox(action || _t("Payment"));
            if (action) {
                this.pos.logEmployeeMessage(action, "CASH_DRAWER_ACTION");
            }
        }
    },

    async openDrawer(printer, reason) {
        const opening = this.makeOpening(reason); // now: another cashier may log in meanwhile
        const job = { ...printer.makeJob(), ...opening };
        const outcome = await this.hardwareClient.openDrawer(job);
        if (outcome.state !== "done") {
            const words = explainDrawer(outcome, printer.name);
            this.pos.notification.add(words, { type: "danger" });
        }
        if (outcome.isLocal && outcome.state !== "failed") {
            const { uuid, device_id, made_at } = job;
            this.drawerLog.add({ uuid, device_id, made_at, ...opening });
        }
        return outcome;
    },

    /** Return who opens a drawer and why, as Odoo is told. */
    makeOpening(reason) {
        return {
            reason: String(reason),
            employee_name: this.pos.getCashier()?.name,
            session_id: this.pos.session?.id,
        };
    },
});

function makeNext(job, { state }) {
    const uuid = makeUuid();
    return state === "unknown" ? markJob(job, uuid) : { ...job, uuid, made_at: Date.now() };
}

/** Return the state of the default printer in the words of Odoo's own client. */
function summarise(printers) {
    const printer = printers.find((each) => each.default);
    if (!printer) {
        return { status: "disconnected", messages: [] };
    }
    const isFine = printer.ready || !printer.answered;
    return { status: isFine ? "connected" : "error", messages: printer.faults };
}
