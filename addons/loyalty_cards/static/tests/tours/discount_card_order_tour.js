import { registry } from "@web/core/registry";
import tourUtils from "@sale/js/tours/tour_utils";

/** Press the keys of a scanner: as quick as it, and outside of every input. */
function scan(code) {
    return {
        content: `Scan ${code}`,
        trigger: ".o_field_widget[name=partner_id]",
        run() {
            document.activeElement?.blur();
            for (const key of [...code, "Enter"]) {
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            }
        },
    };
}

function checkDiscount(row, discount) {
    return {
        content: `Line ${row} has ${discount} %`,
        trigger: `.o_data_row:nth-child(${row}) td[name=discount]:contains("${discount}")`,
    };
}

function editCell(row, name, value) {
    return [
        {
            content: `Edit ${name} of line ${row}`,
            trigger: `.o_data_row:nth-child(${row}) td[name=${name}]`,
            run: "click",
        },
        {
            trigger: `.o_data_row:nth-child(${row}) td[name=${name}] input`,
            run: `edit ${value}`,
        },
        ...tourUtils.clickSomewhereElse(),
    ];
}

registry.category("web_tour.tours").add("loyalty_cards_order", {
    steps: () => [
        scan("NO-SUCH-CARD"),
        {
            content: "A card that is not there is refused in words",
            trigger: ".modal .modal-body, .o_notification_content",
        },
        {
            content: "Close the message",
            trigger: ".modal .modal-footer button, .o_notification_close",
            run: "click",
        },
        {
            content: "Nothing is half applied",
            trigger: ".o_field_widget[name=discount_card_id]:not(:has(input:value(2900)))",
        },
        scan("2900000000018"),
        {
            content: "The card brings its customer",
            trigger: ".o_field_widget[name=partner_id] input:value(Ann)",
        },
        checkDiscount(1, "5.00"),
        ...editCell(1, "product_uom_qty", "100"),
        checkDiscount(1, "10.00"),
        checkDiscount(2, "10.00"),
        ...editCell(2, "discount", "15"),
        checkDiscount(2, "15.00"),
        ...editCell(1, "product_uom_qty", "3"),
        checkDiscount(1, "5.00"),
        checkDiscount(2, "15.00"),
        {
            content: "Confirm",
            trigger: "button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "It is an order now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Sales Order)",
        },
        checkDiscount(1, "5.00"),
        checkDiscount(2, "15.00"),
    ],
});
