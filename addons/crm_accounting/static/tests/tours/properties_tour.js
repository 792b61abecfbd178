import { registry } from "@web/core/registry";

const LABEL = ".o_field_property_definition_header";

const field = (label) => `.o_property_field:contains(${label})`;

const editProperties = [
    { trigger: ".o_cp_action_menus .fa-cog", run: "click" },
    { trigger: ".o_menu_item:contains(Edit Properties)", run: "click" },
];

const save = [{ trigger: ".o_form_button_save", run: "click" }, { trigger: ".o_form_saved" }];

function name(label, isReached) {
    return [
        { trigger: `.o_popover ${LABEL}`, run: `edit ${label}` },
        { content: "Whoever clicks elsewhere is done", trigger: ".o_form_sheet", run: "click" },
        { content: isReached, trigger: `body:not(:has(.o_popover)) ${field(label)}` },
    ];
}

registry.category("web_tour.tours").add("crm_accounting_properties", {
    steps: () => [
        ...editProperties,
        ...name("Size", "The first field opens by itself"),
        { trigger: `${field("Size")} .o_property_field_value input`, run: "edit 42" },
        ...save,
        { trigger: `${field("Size")} .o_field_property_open_popover`, run: "click" },
        ...name("Shoe size", "A field is renamed"),
        { trigger: ".o_field_property_add button", run: "click" },
        ...name("Hobby", "Another field is added"),
        { trigger: `${field("Hobby")} .o_property_field_value input`, run: "edit chess" },
        ...save,
    ],
});

registry.category("web_tour.tours").add("crm_accounting_properties_remove", {
    steps: () => [
        ...editProperties,
        { trigger: `${field("Hobby")} .o_field_property_open_popover`, run: "click" },
        { trigger: ".o_popover .o_field_property_definition_delete", run: "click" },
        { trigger: ".modal button:contains(Delete Field)", run: "click" },
        { trigger: `body:not(:has(${field("Hobby")}))` },
        ...save,
    ],
});
