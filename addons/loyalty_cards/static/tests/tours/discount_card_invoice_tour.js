import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("loyalty_cards_invoice", {
    steps: () => [
        {
            content: "Choose a customer with a card",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Ann",
        },
        {
            trigger: ".ui-autocomplete a:contains(Ann)",
            run: "click",
        },
        {
            content: "The customer brings the card",
            trigger: ".o_field_widget[name=discount_card_id] input:value(2900000000018)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
    ],
});
