import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { patch } from "@web/core/utils/patch";

patch(ProductScreen.prototype, {
    setup() {
        super.setup();
        useBarcodeReader({ discount_card: this._barcodeCardAction });
        useHotkey("alt+k", () => this.pos.cards.captures.open(), {
            bypassEditableProtection: true,
        });
    },

    async _barcodeCardAction(code) {
        await this.pos.cards.show(code.code, "scan");
        this.numberBuffer.reset();
    },

    /** A card whose code no rule tells from a product's is found before the server is asked. */
    async _barcodeProductAction(code) {
        const isProduct = this.pos.isProductBarcode(code);
        if (!isProduct && (await this.pos.cards.index.find(code.code))) {
            return this._barcodeCardAction(code);
        }
        return super._barcodeProductAction(code);
    },
});
