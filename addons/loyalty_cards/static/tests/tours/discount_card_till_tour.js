/* global posmodel */
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import { waitUntil } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const COFFEE = "4000000000013";
const CARD = "2900000000018";

/** Wait until something is so; what was asked is said if it never is. */
export function check(content, isSo) {
    return {
        content,
        trigger: "body",
        run: () => waitUntil(isSo, { timeout: 8000, message: content }),
    };
}

function checkDiscounts(...discounts) {
    return check(`The lines have ${discounts} %`, () => {
        const lines = posmodel.getOrder().lines.map((line) => line.getDiscount());
        return String(lines) === String(discounts);
    });
}

function checkMessage(text) {
    return {
        content: `The till says: ${text}`,
        trigger: `.o_notification_content:contains("${text}")`,
    };
}

/** What core does when the browser says that the network has gone or come. */
export function lookForNetwork() {
    return {
        content: "Look for the network",
        trigger: "body",
        run: () => posmodel.data.checkConnectivity(),
    };
}

/** There is one way to pay: core has it chosen. */
export function pay() {
    return [
        ProductScreen.clickPayButton(),
        PaymentScreen.clickValidate(),
        ReceiptScreen.isShown(),
    ].flat();
}

registry.category("web_tour.tours").add("loyalty_cards_till", {
    steps: () =>
        [
            Chrome.startPoS(),
            check("All cards have come", () => posmodel.cards.index.isComplete),
            // Cards, lines, brackets.
            scan_barcode("0470000"),
            checkMessage("There is no discount card 0470000"),
            scan_barcode(COFFEE),
            scan_barcode(CARD),
            ProductScreen.customerIsSelected("Ann"),
            checkDiscounts(5),
            scan_barcode(COFFEE),
            ProductScreen.selectedOrderlineHas("Coffee", "2"),
            checkDiscounts(5),
            ProductScreen.clickDisplayedProduct("Tea"),
            checkDiscounts(5, 5),
            ProductScreen.clickNumpad("%", "1", "5"),
            checkDiscounts(5, 15),
            ProductScreen.clickLine("Coffee", "2"),
            ProductScreen.clickNumpad("1", "0", "0"),
            checkDiscounts(10, 15),
            // The browser starts again, as soon as core has saved the order: it waits a moment.
            {
                content: "Start again",
                trigger: "body",
                async run() {
                    await new Promise((resolve) => setTimeout(resolve, 1000));
                    window.location.reload();
                },
                expectUnloadPage: true,
            },
            check("The cards are there", () => window.posmodel?.cards?.index.isComplete),
            ProductScreen.customerIsSelected("Ann"),
            checkDiscounts(10, 15),
            ProductScreen.clickLine("Coffee", "100"),
            ProductScreen.clickNumpad("3"),
            checkDiscounts(5, 15),
            pay(),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // Without network.
            Offline.setOfflineMode(),
            lookForNetwork(),
            scan_barcode(COFFEE),
            scan_barcode("0479999"),
            checkMessage("Card 0479999 is not known here"),
            checkDiscounts(0),
            pay(),
            ReceiptScreen.clickNextOrder(),
            scan_barcode(COFFEE),
            scan_barcode(CARD),
            checkDiscounts(5),
            pay(),
            Offline.setOnlineMode(),
            lookForNetwork(),
            check("All orders have been sent", () =>
                posmodel.models["pos.order"].every((order) => !order.isUnsyncedPaid)
            ),
            // A card that was shown after cash.
            ReceiptScreen.clickNextOrder(),
            scan_barcode(COFFEE),
            ProductScreen.clickPayButton(),
            PaymentScreen.selectedPaymentlineHas("Till", "12.00"),
            scan_barcode(CARD),
            checkMessage("ask for the payment again"),
            checkDiscounts(5),
            PaymentScreen.emptyPaymentlines("11.40"),
            PaymentScreen.clickPaymentMethod("Till"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Chrome.isSynced(),
        ].flat(),
});
