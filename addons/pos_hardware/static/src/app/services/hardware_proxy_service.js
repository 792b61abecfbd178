import { tellNetwork } from "@pos_hardware/app/hardware/address";
import { within } from "@pos_hardware/app/hardware/deadline";
import { Pause } from "@pos_hardware/app/hardware/pause";
import { askProxy } from "@pos_hardware/app/hardware/proxy_rpc";
import { HardwareProxy } from "@point_of_sale/app/services/hardware_proxy_service";
import { deduceUrl } from "@point_of_sale/utils";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const BETWEEN_STATUSES = 5000; // milliseconds
/** Milliseconds until a proxy that does not answer counts as gone; it holds `scanner` for 50 s. */
const PATIENCE = { hello: 1000, status_json: 2500, scanner: 65000, other: 5000 };

/**
 * The connection to any hardware proxy.
 *
 * Core tries when the page is loaded, and never again; it needs a route that Odoo's own proxy does
 * not have, and waits for ever for a proxy that is silent. Here one loop keeps the connection.
 */
patch(HardwareProxy.prototype, {
    setup() {
        super.setup(...arguments);
        this.pause = new Pause(1000, 15000);
        this.reachedHost = null; // to which a connection was made
    },

    /** Headers of each question to the proxy. */
    get headers() {
        return {};
    },

    /** @override The till does not wait for its devices to be loaded: it gets them when they answer. */
    async autoConnect({ force_ip: address } = {}) {
        const url = this.chooseAddress(address);
        if (!url) {
            const message = _t("The settings have no address of a hardware proxy.");
            this.setConnectionInfo({ status: "disconnected", drivers: {}, message });
            return;
        }
        this.host = deduceUrl(url);
        this.reachedHost = null;
        this.setConnectionInfo({ status: "connecting", drivers: {}, message: "" });
        this.keepAlive();
    },

    chooseAddress(address) {
        return address || browser.localStorage.getItem("hw_proxy_url");
    },

    /** @override Keep the connection until there is to be none. */
    async keepAlive() {
        this.pause.reset();
        this.pause.wake();
        if (this.keptalive) {
            return;
        }
        this.keptalive = true;
        while (this.host) {
            const isConnected = await this.refresh(this.host);
            await (isConnected ? this.pause.wait(BETWEEN_STATUSES) : this.pause.grow());
        }
        this.keptalive = false;
    },

    /** Ask a proxy how its devices are, and return whether it answered. */
    async refresh(host) {
        let info = { status: "connected" };
        try {
            if (this.reachedHost !== host) {
                await this.connect();
            }
            info.drivers = await this.readDrivers();
            this.pause.reset();
        } catch {
            info = { status: "disconnected", drivers: {} };
        }
        if (host !== this.host) {
            return true; // it is another one's turn
        }
        this.reachedHost = info.status === "connected" ? host : null;
        this.setConnectionInfo(info);
        return this.reachedHost !== null;
    },

    /**
     * @override
     * @throws nobody is there, or the proxy says no
     */
    async connect() {
        const { host } = this;
        if (!(await this.checkProxyAvailability(host)) || !(await this.shakeHands())) {
            throw new ConnectionLostError(host);
        }
        if (this.pos.config.iface_print_via_proxy) {
            this.connectToPrinter();
        }
        browser.localStorage.setItem("hw_proxy_url", host);
    },

    /** A proxy may have no such route, as Odoo's own: then its status tells whether it is there. */
    async shakeHands() {
        try {
            return Boolean(await this.ask("handshake"));
        } catch {
            return true;
        }
    },

    readDrivers() {
        return this.ask("status_json");
    },

    /** @override */
    async checkProxyAvailability(url) {
        const controller = new AbortController();
        const asked = browser.fetch(`${url}/hw_proxy/hello`, {
            signal: controller.signal,
            ...tellNetwork(url),
        });
        const answer = await within(PATIENCE.hello, asked, () => controller.abort()).catch(
            () => ({})
        );
        return Boolean(answer.ok);
    },

    /** @override */
    message(name, params) {
        this.dispatchEvent(new CustomEvent(`send_message:${name}`));
        if (!this.host || this.connectionInfo.status === "disconnected") {
            return Promise.reject(new ConnectionLostError(this.host));
        }
        return this.ask(name, params);
    },

    ask(name, params = {}) {
        const controller = new AbortController();
        const { headers } = this;
        const question = this.post(`${this.host}/hw_proxy/${name}`, params, {
            headers,
            signal: controller.signal,
        });
        const patience = PATIENCE[name] ?? PATIENCE.other;
        return within(patience, question, () => controller.abort());
    },

    post(url, params, settings) {
        return askProxy(url, params, settings);
    },
});
