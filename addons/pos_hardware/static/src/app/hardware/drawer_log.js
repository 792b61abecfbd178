import { Pause } from "@pos_hardware/app/hardware/pause";
import { Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";

/** Openings of the drawer that Odoo has to know of: told as soon as it can be reached. */
export class DrawerLog {
    /**
     * @param {OdooPlane} odoo
     * @param {KeptList} kept openings that Odoo does not know yet
     */
    constructor(odoo, kept) {
        this.odoo = odoo;
        this.kept = kept;
        this.pause = new Pause(2000, 60000);
        this.isSending = false;
    }

    async start() {
        await this.kept.ready;
        this.send();
    }

    /** @param {object} opening values of `pos.hardware.drawer.opening.log`, and `made_at` */
    add(opening) {
        this.kept.put(opening);
        this.send();
    }

    wake() {
        this.pause.reset();
        this.pause.wake();
    }

    async send() {
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        this.pause.reset();
        while (this.kept.rows.size) {
            if (!(await this.sendAll())) {
                await this.pause.grow();
            }
        }
        this.isSending = false;
    }

    /** Return whether Odoo answered; what it refuses it would refuse again. */
    async sendAll() {
        for (const { made_at: madeAt, ...opening } of this.kept.all) {
            try {
                await this.odoo.logOpening({ ...opening, opened_at: madeAt / 1000 });
            } catch (error) {
                if (error instanceof Unreachable) {
                    return false;
                }
                logPosMessage("DrawerLog", "sendAll", error.message, "#F5B427", [error]);
            }
            this.kept.remove(opening.uuid);
        }
        return true;
    }
}
