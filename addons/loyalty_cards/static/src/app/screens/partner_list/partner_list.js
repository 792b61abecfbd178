import { useSearchedCode } from "@loyalty_cards/app/hooks/searched_code_hook";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { patch } from "@web/core/utils/patch";

// The screen below goes on listening: it takes the card that is scanned, and the list closes.
patch(PartnerList.prototype, {
    setup() {
        super.setup();
        useBarcodeReader({ discount_card: this._barcodeCardAction });
        this.getSearchedCode = useSearchedCode(() => this.modalRef.el?.querySelector("input"));
        const move = (step) => () => this.moveFocus(step);
        const options = { allowRepeat: true, bypassEditableProtection: true };
        useHotkey("arrowdown", move(1), options);
        useHotkey("arrowup", move(-1), options);
    },

    /** Core's customers can be chosen by a click only; Enter takes the one that has the focus. */
    moveFocus(step) {
        const { el } = this.modalRef;
        const rows = [...el.querySelectorAll(".partner-info")];
        const index = rows.indexOf(el.ownerDocument.activeElement) + step;
        const target = rows[Math.min(index, rows.length - 1)] ?? el.querySelector("input");
        target.tabIndex = 0;
        target.focus();
    },

    _barcodeCardAction(code) {
        this.closeIfShown(code.code);
    },

    /** Choose whom the card has brought to the order. */
    closeIfShown(code) {
        const order = this.pos.getOrder();
        if (order?.getCardHolder()?.card?.code === code) {
            this.clickPartner(order.partner_id);
        }
    },

    /** The code of a card, typed or scanned where customers are searched: the focus is there. */
    async onEnter() {
        const { activeElement } = this.modalRef.el.ownerDocument;
        if (activeElement.matches(".partner-info")) {
            return activeElement.click();
        }
        const { code, entryMode } = this.getSearchedCode();
        if (code && (await this.pos.cards.index.find(code))) {
            await this.pos.cards.show(code, entryMode);
            return this.closeIfShown(code);
        }
        return super.onEnter();
    },
});
