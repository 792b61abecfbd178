import { registry } from "@web/core/registry";

const WORDING = ".o_field_widget[name=body] .odoo-editor-editable";

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
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit Signs for Us",
        },
        {
            trigger:
                ".o_model_field_selector_popover_item:contains(Signs for Us) .o_model_field_selector_popover_item_relation",
            run: "click",
        },
        {
            content: "What the server would refuse is not offered",
            trigger:
                ".o_model_field_selector_popover:has(.o_model_field_selector_popover_item_name:contains(Job Position)):not(:has(.o_model_field_selector_popover_item_name:contains(Signup)))",
        },
        {
            trigger: ".o_model_field_selector_popover_item_name:contains(Job Position)",
            run: "click",
        },
        { trigger: `${WORDING}:contains({{ company_signatory_id.function }})` },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
