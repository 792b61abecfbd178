/** The way to the printer through Odoo, which the proxy asks for work. */

import { within } from "@pos_hardware/app/hardware/deadline";
import { Faulty, Refused, Unreachable } from "@pos_hardware/app/hardware/plane_errors";
import { RPCError } from "@web/core/network/rpc";

const PATIENCE = 10000; // milliseconds
/** Errors of the server that say no; others may pass, such as one of a session that has expired. */
const REFUSALS = new Set(
    ["UserError", "ValidationError", "AccessError", "MissingError"].map(
        (name) => `odoo.exceptions.${name}`
    )
);
/** What Odoo is told of a job; the last three of a drawer. */
const VALUES = [
    ...["uuid", "device_id", "kind", "content", "receipt", "document"],
    ...["reason", "employee_name", "session_id"],
];

export class OdooPlane {
    /** @param {PosData} data the till's door to the server */
    constructor(data) {
        this.data = data;
    }

    /** Whether it is known that nothing arrives there. */
    get isAway() {
        return this.data.network.offline;
    }

    /**
     * Hand over a job; the same uuid again is answered with the job that is there.
     *
     * @returns {Promise<object>} the job as Odoo tells it
     * @throws {Unreachable} it may be there nevertheless
     * @throws {Refused}
     */
    submit(job) {
        const values = Object.fromEntries(
            VALUES.filter((key) => job[key] !== undefined).map((key) => [key, job[key]])
        );
        return this.call("pos.hardware.job", "submit", values);
    }

    async read(uuid) {
        const [job] = await this.call("pos.hardware.job", "status", [uuid]);
        if (!job) {
            throw new Unreachable("Odoo does not know this job any more.");
        }
        return job;
    }

    logOpening(values) {
        return this.call("pos.hardware.drawer.opening", "log", values);
    }

    async call(model, method, argument) {
        if (this.isAway) {
            throw new Unreachable("offline");
        }
        try {
            return await within(PATIENCE, this.data.orm.silent.call(model, method, [argument]));
        } catch (error) {
            throw explain(error);
        }
    }
}

function explain(error) {
    if (!(error instanceof RPCError)) {
        return new Unreachable(error.message);
    }
    return REFUSALS.has(error.exceptionName)
        ? new Refused("refused", error.data?.message ?? error.message)
        : new Faulty(error.message);
}
