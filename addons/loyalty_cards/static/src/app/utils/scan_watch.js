/** Tells a scanner, which types into whatever has the focus, from a person: it is faster. */

const LONGEST_PAUSE = 50; // milliseconds from one character to the next
const SHORTEST_CODE = 6;
const NOTHING = { target: null, before: "", code: "", time: 0 };

export class ScanWatch {
    burst = NOTHING;

    /**
     * Hear a key before the field has it.
     *
     * @param {KeyboardEvent} ev
     * @returns {{ code: string, before: string } | null} what a scanner has typed when this key ends
     *  it, and what stood in the field before
     */
    hear({ key, target, timeStamp }) {
        const { burst } = this;
        const isFast = target === burst.target && timeStamp - burst.time <= LONGEST_PAUSE;
        if (key === "Enter" || key === "Tab") {
            this.burst = NOTHING;
            return isFast && burst.code.length >= SHORTEST_CODE ? burst : null;
        }
        if (key.length === 1) {
            const { before, code } = isFast ? burst : { before: target.value, code: "" };
            this.burst = { target, before, code: code + key, time: timeStamp };
        }
        return null;
    }
}
