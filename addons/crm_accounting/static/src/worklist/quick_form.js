import { onMounted, useRef } from "@odoo/owl";

/**
 * Let a small form be filled by keyboard: its first field has the focus, Enter in any field sends it.
 * Escape is a key of the screen.
 *
 * @returns {{ onKeydown: Function }} to be put on the form, whose t-ref is "form"
 */
export function useQuickForm() {
    const form = useRef("form");
    onMounted(() => form.el.querySelector("input, select").focus());
    return {
        // Browsers send a form from its inputs, not from its selections.
        onKeydown: (ev) => {
            if (ev.key === "Enter" && ev.target.matches("select")) {
                ev.preventDefault();
                form.el.requestSubmit();
            }
        },
    };
}
