/** Nobody answered as the other side of this way to the printer does. */
export class Unreachable extends Error {}

/** It was answered, by a fault that may pass and be about this one question only. */
export class Faulty extends Unreachable {}

/** It was answered: no. */
export class Refused extends Error {
    /**
     * @param {string} code a word that stays
     * @param {string} message what to do, for a person
     */
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
