import { registry } from "@web/core/registry";

const WORDING = ".o_field_widget[name=body] .odoo-editor-editable";
const FIELD = ".o_model_field_selector_popover_item";

const type = (text) => ({
    trigger: WORDING,
    async run({ editor }) {
        await editor(text);
        const data = text.at(-1);
        this.anchor.dispatchEvent(new InputEvent("input", { inputType: "insertText", data }));
    },
});

const choose = (label) => [
    type("/"),
    { trigger: `.o-we-powerbox .o-we-command:contains(${label})`, run: "click" },
];

registry.category("web_tour.tours").add("crm_accounting_printed_form", {
    steps: () => [
        { trigger: ".o_field_widget[name=name] input", run: "edit Short contract" },
        ...choose("Sum in Words"),
        { trigger: `${WORDING}:contains({{ amount_in_words }})` },
        ...choose("Another Field"),
        {
            trigger: `${FIELD}[data-name=company_signatory_id] ${FIELD}_relation`,
            run: "click",
        },
        {
            content: "What the server would refuse is not offered",
            trigger: `body:has(${FIELD}[data-name=function]):not(:has(${FIELD}[data-name^=signup]))`,
        },
        { trigger: `${FIELD}[data-name=function] ${FIELD}_name`, run: "click" },
        { trigger: `${WORDING}:contains({{ company_signatory_id.function }})` },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
