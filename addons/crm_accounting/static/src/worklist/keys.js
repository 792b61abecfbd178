import { useExternalListener } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useService } from "@web/core/utils/hooks";

/** What eats keys, or does something of its own when Enter is pressed on it. */
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED = "a, button:not(.o_crm_accounting_worklist_row)";
/** A menu or a calendar of Odoo that is open has the keys; a tooltip is none. */
const OPEN_MENUS = ".o-dropdown--menu, .o_popover:not(:has(.o-tooltip))";
const HELP = "?";
const REPEATED = ["j", "k", "arrowdown", "arrowup"];

function isFree(key, target) {
    const isTaken = document.querySelector(OPEN_MENUS);
    return (
        key === "escape" ||
        !(isTaken || target.closest?.(TYPED_INTO) || (key === "enter" && target.closest?.(PRESSED)))
    );
}

/**
 * Let single keys act, without a modifier: not in a field, under a dialog or with a menu open.
 *
 * Odoo's service knows letters, digits of the upper row, arrows, Enter and Escape; "?" and the digits
 * of the number pad it leaves alone.
 *
 * @param {Object<string, Function>} keys what to do by the name of the key
 */
export function useKeys(keys) {
    const ui = useService("ui");
    for (const key of Object.keys(keys).filter((name) => name !== HELP)) {
        useHotkey(key, keys[key], {
            allowRepeat: REPEATED.includes(key),
            isAvailable: (target) => isFree(key, target),
        });
    }
    useExternalListener(window, "keydown", (ev) => {
        const isOurs = ev.key === HELP || (ev.code?.startsWith("Numpad") && /^\d$/.test(ev.key));
        const hasModifier = ev.altKey || ev.ctrlKey || ev.metaKey || ev.repeat || ev.isComposing;
        if (isOurs && !hasModifier && keys[ev.key] && isIdle(ui) && isFree(ev.key, ev.target)) {
            ev.preventDefault();
            keys[ev.key]();
        }
    });
}

function isIdle(ui) {
    return !ui.isBlocked && ui.activeElement === document;
}
