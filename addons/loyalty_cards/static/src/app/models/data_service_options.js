import { DataServiceOptions } from "@point_of_sale/app/models/data_service_options";
import { patch } from "@web/core/utils/patch";

patch(DataServiceOptions.prototype, {
    /** The card of an order that the server does not have yet survives a restart. */
    get databaseTable() {
        return {
            ...super.databaseTable,
            "discount.card": {
                key: "id",
                condition: (card) =>
                    !card.models["pos.order"].some(
                        (order) =>
                            order.discount_card_id?.id === card.id &&
                            !(order.finalized && order.isSynced)
                    ),
            },
        };
    },
});
