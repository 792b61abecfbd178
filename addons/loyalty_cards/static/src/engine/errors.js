/** What the engine says of a request that it cannot read. */

/**
 * A value of the request is missing, of the wrong kind, or out of its range.
 *
 * `field` names it as the caller wrote it (`lines[0].quantity`), `code` says what is wrong in one
 * word of SPECIFICATION.md, section 8.
 */
export class EngineInputError extends Error {
    /**
     * @param {string} field
     * @param {string} code
     */
    constructor(field, code) {
        super(`${field}: ${code}`);
        this.name = "EngineInputError";
        this.field = field;
        this.code = code;
    }
}
