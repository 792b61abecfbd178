import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { refresh, run, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import { check, lookForNetwork, pay } from "./discount_card_till_tour";
import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const COFFEE = "4000000000013";
const CARD = "2900000000018";
const BLANK = "2900000000049";

function waitForCards() {
    return check("All cards have come", () => window.posmodel?.cards?.index.isComplete);
}

function readReceipt(root) {
    return document.querySelector(`${root} .discount-card-receipt`)?.innerText;
}

/** Keep what the receipt says of the card where a restart of the browser leaves it. */
function keepReceipt() {
    return run(() => {
        sessionStorage.card = readReceipt(".pos-receipt-container");
    }, "Keep what the first print says");
}

/** The browser asks for a printer: look at the paper instead. */
function reprint() {
    return [
        run(() => {
            window.print = () => (sessionStorage.again = readReceipt(".render-container"));
        }, "Watch the printer"),
        { content: "Print again", trigger: ".ticket-screen button:has(.fa-print)", run: "click" },
        check("It is printed", () => sessionStorage.again),
        run(() => {
            const { card, again } = sessionStorage;
            if (!card.includes("Gold") || !card.includes("0018") || card !== again) {
                throw new Error(`Printed first:\n${card}\nand then:\n${again}`);
            }
        }, "It says the same"),
    ];
}

/** Core takes keys for one code that come as fast as a scanner's: a person pauses. */
function pressForCard() {
    return run(async () => {
        await press(["alt", "k"]);
        await new Promise((resolve) => setTimeout(resolve, 300));
    }, "Alt+K");
}

registry.category("web_tour.tours").add("loyalty_cards_counter", {
    steps: () =>
        [
            Chrome.startPoS(),
            waitForCards(),
            // A receipt is printed again, by a browser that has forgotten the order.
            scan_barcode(COFFEE),
            scan_barcode(CARD),
            ProductScreen.customerIsSelected("Ann"),
            pay(),
            Chrome.isSynced(),
            keepReceipt(),
            ReceiptScreen.clickNextOrder(),
            refresh(),
            waitForCards(),
            Chrome.clickOrders(),
            TicketScreen.selectFilter("Paid"),
            TicketScreen.selectOrderByPrice("11.40"),
            reprint(),
            Chrome.clickRegister(),
            // Keys alone: a card is given out without network, and the browser starts again.
            Offline.setOfflineMode(),
            lookForNetwork(),
            scan_barcode(COFFEE),
            pressForCard(),
            { content: "The dialog is there", trigger: ".discount-card-capture" },
            scan_barcode(BLANK),
            {
                content: "Enter the name, and Enter",
                trigger: ".discount-card-capture input[name=name]:focus",
                run: "edit Dora && press Enter",
            },
            {
                content: "It is said that the card is kept",
                trigger: `.o_notification_content:contains("card ${BLANK} is kept here")`,
            },
            {
                content: "The order says that the card is checked later",
                trigger: ".discount-card-queued",
            },
            refresh(),
            waitForCards(),
            ProductScreen.customerIsSelected("Dora"),
            {
                content: "The card gives its discount",
                trigger: ".discount-card-given:contains('5 %')",
            },
            pay(),
            Chrome.isSynced(),
        ].flat(),
});
