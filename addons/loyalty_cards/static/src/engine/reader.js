/** Reads the fields of one object of a request, and names the one that is wrong. */

import { EngineInputError } from "./errors";
import { HUNDRED, readNumber } from "./exact";

const DATE = /^(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$/;

/**
 * One object. A field that is null is as one that is not there: what is given as `standard` is
 * returned, or the field is missing if nothing is given.
 */
export class Reader {
    /**
     * @param {unknown} data what the caller gave as the object
     * @param {string} path where it is in the request, "" for the request itself
     * @param {Set<string>} fields names that the object may have
     */
    constructor(data, path, fields) {
        this.data = data;
        this.path = path;
        if (!isObject(data)) {
            throw new EngineInputError(path || "request", "not_an_object");
        }
        const unknown = Object.keys(data).filter((name) => !fields.has(name));
        if (unknown.length) {
            throw this.error(unknown.sort()[0], "unknown_field");
        }
    }

    /** Return the error to throw about a field. */
    error(name, code) {
        return new EngineInputError(this.path ? `${this.path}.${name}` : name, code);
    }

    /** Return whatever the field holds. */
    value(name, standard) {
        const value = this.data[name] ?? standard;
        if (value === undefined) {
            throw this.error(name, "missing");
        }
        return value;
    }

    /** Return a number, as exact.js has it, between two limits, both allowed. */
    number(name, standard, low = null, high = null) {
        const value = this.value(name, standard);
        if (value === standard) {
            return standard;
        }
        const [number, code] = readNumber(value);
        if (code) {
            throw this.error(name, code);
        }
        if ((low !== null && number < low) || (high !== null && number > high)) {
            throw this.error(name, "out_of_range");
        }
        return number;
    }

    /** Return a number from 0 to 100. */
    percent(name, standard) {
        return this.number(name, standard, 0n, HUNDRED);
    }

    /** Return a number above zero. */
    positive(name) {
        const number = this.number(name, undefined, 0n);
        if (!number) {
            throw this.error(name, "out_of_range");
        }
        return number;
    }

    /** Return an integer between two limits, both allowed. */
    integer(name, standard, low = Number.MIN_SAFE_INTEGER, high = Number.MAX_SAFE_INTEGER) {
        const value = this.value(name, standard);
        return value === standard ? standard : this.checkInteger(name, value, low, high);
    }

    checkInteger(name, value, low, high) {
        if (!Number.isInteger(value)) {
            throw this.error(name, "not_an_integer");
        }
        if (value < low || value > high) {
            throw this.error(name, "out_of_range");
        }
        return value || 0; // JavaScript has a zero below zero
    }

    /** Return a boolean. */
    flag(name, standard = false) {
        const value = this.value(name, standard);
        if (typeof value !== "boolean") {
            throw this.error(name, "not_a_boolean");
        }
        return value;
    }

    /** Return one of some texts. */
    choice(name, choices, standard) {
        const value = this.value(name, standard);
        if (!choices.includes(value)) {
            throw this.error(name, "unknown_value");
        }
        return value;
    }

    /** Return a day as ISO text, which compares as the day does. */
    date(name, standard) {
        const value = this.value(name, standard);
        if (value !== standard && !isDay(value)) {
            throw this.error(name, "not_a_date");
        }
        return value;
    }

    /** Return the first and the last day of validity, null where there is no limit. */
    dates() {
        const validFrom = this.date("valid_from", null);
        const validTo = this.date("valid_to", null);
        if (validFrom && validTo && validFrom > validTo) {
            throw this.error("valid_to", "before_valid_from");
        }
        return { validFrom, validTo };
    }

    /** Return pairs of what a list holds and its path; no list is an empty one. */
    items(name) {
        const prefix = this.path ? `${this.path}.${name}` : name;
        return this.list(name).map((value, index) => [value, `${prefix}[${index}]`]);
    }

    /** Return a list of integers. */
    integers(name, low = Number.MIN_SAFE_INTEGER, high = Number.MAX_SAFE_INTEGER) {
        return this.list(name).map((value, index) =>
            this.checkInteger(`${name}[${index}]`, value, low, high)
        );
    }

    list(name) {
        const values = this.value(name, []);
        if (!Array.isArray(values)) {
            throw this.error(name, "not_a_list");
        }
        return values;
    }
}

export function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tell whether a value is the text of a day that there is: 31 February becomes one of March. */
export function isDay(value) {
    if (typeof value !== "string" || !DATE.test(value)) {
        return false;
    }
    const time = Date.parse(`${value}T00:00:00Z`);
    return !isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/**
 * Return a Map of pairs of key and value; two of a key are one too many.
 *
 * @param {[unknown, unknown][]} pairs in the order of the list that they were read from
 * @param {string} path of that list
 * @param {string} name of the field that has to be distinct
 */
export function indexDistinct(pairs, path, name) {
    const found = new Map();
    pairs.forEach(([key, value], index) => {
        if (found.has(key)) {
            throw new EngineInputError(`${path}[${index}].${name}`, "duplicate");
        }
        found.set(key, value);
    });
    return found;
}

/** Compare two numbers or two texts, for `sort`. */
export function compare(one, other) {
    return one < other ? -1 : Number(one > other);
}
