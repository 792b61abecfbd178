import { describeCard } from "@loyalty_cards/app/utils/card_wording";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { patch } from "@web/core/utils/patch";

patch(OrderReceipt.prototype, {
    get discountCard() {
        return describeCard(this.order);
    },
});
