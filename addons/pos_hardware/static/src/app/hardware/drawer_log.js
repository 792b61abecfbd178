import { Pause } from "@pos_hardware/app/hardware/pause";
import { Faulty, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
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
        this.wake();
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

    /**
     * Return whether all are told, those that come meanwhile too; one that Odoo stumbles over keeps no
     * other from it.
     */
    async sendAll() {
        let isDone = true;
        for (const opening of this.kept.rows.values()) {
            const error = await this.tell(opening);
            if (error instanceof Unreachable) {
                isDone = false;
                if (!(error instanceof Faulty)) {
                    break;
                }
            } else {
                this.kept.remove(opening.uuid); // what Odoo refuses it would refuse again
            }
        }
        return isDone;
    }

    /** Return the error of telling an opening, null if there is none. */
    async tell({ made_at: madeAt, ...opening }) {
        try {
            await this.odoo.logOpening({ ...opening, opened_at: madeAt / 1000 });
            return null;
        } catch (error) {
            logPosMessage("DrawerLog", "tell", error.message, "#F5B427", [error]);
            return error;
        }
    }
}
