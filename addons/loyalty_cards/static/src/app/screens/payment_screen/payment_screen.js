import * as messages from "@loyalty_cards/app/utils/card_messages";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { patch } from "@web/core/utils/patch";

patch(PaymentScreen.prototype, {
    setup() {
        super.setup();
        useBarcodeReader({
            discount_card: this._barcodeCardAction,
            product: this._barcodeProductAction,
        });
    },

    async _barcodeCardAction(code) {
        await this.pos.cards.show(code.code, "scan", this.currentOrder);
    },

    /** No product is scanned here: what looks like one may be a card. */
    async _barcodeProductAction(code) {
        if (this.pos.isProductBarcode(code)) {
            return this.pos.cards.say(messages.explainNoCard());
        }
        return this._barcodeCardAction(code);
    },
});
