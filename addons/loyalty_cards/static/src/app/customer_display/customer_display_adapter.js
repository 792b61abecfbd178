import { describeCard } from "@loyalty_cards/app/utils/card_wording";
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";
import { patch } from "@web/core/utils/patch";

patch(CustomerDisplayPosAdapter.prototype, {
    formatOrderData(order) {
        super.formatOrderData(order);
        this.data.card = describeForCustomer(order);
    },
});

/** Why nothing is given is between cashier and customer: whoever stands in line reads along. */
function describeForCustomer(order) {
    const card = describeCard(order);
    if (!card) {
        return null; // the display keeps what it is not told
    }
    const { code, level, saved, progress } = card;
    return { code, level, saved, progress };
}
