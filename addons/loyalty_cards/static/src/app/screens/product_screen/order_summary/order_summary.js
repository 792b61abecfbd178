import { CardSummary } from "@loyalty_cards/app/components/card_summary/card_summary";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { patch } from "@web/core/utils/patch";

patch(OrderSummary, {
    components: { ...OrderSummary.components, CardSummary },
});
