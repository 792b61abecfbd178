import { TillCards } from "@loyalty_cards/app/services/till_cards";
import { markRaw } from "@odoo/owl";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        this.cards = markRaw(new TillCards(this));
        this.models["pos.order"].addEventListener("update", ({ id, fields }) => {
            const order = fields?.includes("partner_id") && this.models["pos.order"].get(id);
            if (order && order.isOpenForCards()) {
                this.cards.chooseCustomer(order);
            }
        });
        const result = await super.afterProcessServerData();
        await this.cards.start();
        return result;
    },

    /** The order may come from another register. */
    setOrder(order) {
        super.setOrder(order);
        if (order?.isOpenForCards() && !order.getCardHolder()) {
            this.cards?.recall(order);
        }
    },

    /** Say whether goods that this till has loaded carry a code. */
    isProductBarcode({ base_code: barcode }) {
        return ["product.product", "product.uom"].some((model) =>
            this.models[model].getBy("barcode", barcode)
        );
    },

    /** What was sold on a card that is given out here waits for that card. */
    async syncAllOrders(options) {
        await this.cards?.captures.send();
        return super.syncAllOrders(options);
    },

    /** What was sold counts at once in the turnover of the next sale. */
    async postSyncAllOrders(orders) {
        await super.postSyncAllOrders(orders);
        if (orders.some((order) => order.finalized && order.isCardHolder())) {
            this.cards.refreshAgain();
        }
    },
});
