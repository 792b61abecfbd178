import { ScanWatch } from "@loyalty_cards/app/utils/scan_watch";
import { useExternalListener } from "@odoo/owl";

/**
 * Follow what is entered where something is searched. Core takes it over only a while after the
 * last key: too late for Enter, which a scanner types at once.
 *
 * @param {() => HTMLInputElement | undefined} getInput where one searches
 * @returns {() => { code: string, entryMode: "scan" | "search" }} what stood there when the last
 *  key was pressed
 */
export function useSearchedCode(getInput) {
    const watch = new ScanWatch();
    let searched = { code: "", entryMode: "search" };
    const listen = (ev) => {
        const input = getInput();
        const scan = ev.target === input ? watch.hear(ev) : null;
        const code = (scan?.code ?? input?.value ?? "").trim();
        searched = { code, entryMode: scan ? "scan" : "search" };
    };
    useExternalListener(window, "keydown", listen, { capture: true });
    return () => searched;
}
