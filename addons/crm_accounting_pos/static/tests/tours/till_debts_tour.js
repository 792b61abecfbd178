/* global posmodel */
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as PartnerList from "@point_of_sale/../tests/pos/tours/utils/partner_list_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import { registry } from "@web/core/registry";

function click(trigger) {
    return { content: `Click ${trigger}`, trigger, run: "click" };
}

function see(trigger) {
    return { content: `See ${trigger}`, trigger };
}

function lookForNetwork() {
    return {
        content: "Look for the network",
        trigger: "body",
        run: () => posmodel.data.checkConnectivity(),
    };
}

registry.category("web_tour.tours").add("crm_accounting_pos_debts", {
    steps: () =>
        [
            Chrome.startPoS(),
            // From the list of customers: all that is overdue, cash and card.
            ProductScreen.clickPartnerButton(),
            PartnerList.clickPartnerOptions("Customer 1"),
            PartnerList.clickDropDownItemText("Debts"),
            see('.debt-owed:contains("180.00")'),
            click(".debt-proposal[data-key=overdue]"),
            click('.debt-method:contains("Drawer")'),
            { content: "In cash", trigger: ".debt-payment input", run: "edit 100" },
            see('.debt-remaining:contains("50.00")'),
            click('.debt-method:contains("Credit Card")'),
            click('.debt-take:contains("150.00")'),
            see('.debt-receipt:contains("150.00")'),
            see('.debt-receipt-owed:contains("30.00")'),
            click(".debt-close"),
            // Of the customer of an order; without network nothing is taken.
            PartnerList.clickPartner("Customer 1"),
            ProductScreen.customerIsSelected("Customer 1"),
            ProductScreen.clickControlButton("Debts"),
            see('.debt-owed:contains("30.00")'),
            click('.debt-method:contains("Drawer")'),
            Offline.setOfflineMode(),
            lookForNetwork(),
            click(".debt-take"),
            see('.debt-error:contains("nothing was booked")'),
            Offline.setOnlineMode(),
            lookForNetwork(),
            click('.debt-proposal[data-key="all"]'),
            click('.debt-method:contains("Drawer")'),
            click('.debt-take:contains("30.00")'),
            see('.debt-receipt-owed:contains("Nothing is owed any more")'),
            click(".debt-close"),
        ].flat(),
});
