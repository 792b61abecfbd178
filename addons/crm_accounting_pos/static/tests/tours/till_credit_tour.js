import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PartnerList from "@point_of_sale/../tests/pos/tours/utils/partner_list_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_accounting_pos_credit", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.clickPartnerButton(),
            PartnerList.clickPartner("Customer 1"),
            ProductScreen.clickDisplayedProduct("Flour"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Pay Later"),
            PaymentScreen.clickValidate(),
            Dialog.is({ title: "Not on Account" }),
            Dialog.confirm(),
            // The same sale for money goes on.
            PaymentScreen.clickPaymentlineDelButton("Pay Later", "100.00"),
            PaymentScreen.clickPaymentMethod("Drawer"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
        ].flat(),
});
