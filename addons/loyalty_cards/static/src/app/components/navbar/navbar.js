import { CardProgress } from "@loyalty_cards/app/components/card_progress/card_progress";
import { useSearchedCode } from "@loyalty_cards/app/hooks/searched_code_hook";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { patch } from "@web/core/utils/patch";

patch(Navbar, {
    components: { ...Navbar.components, CardProgress },
});

patch(Navbar.prototype, {
    setup() {
        super.setup();
        const getInput = () => this.inputRef?.el;
        this.getSearchedCode = useSearchedCode(getInput);
        useHotkey("enter", () => this.showSearchedCard(), {
            area: getInput,
            bypassEditableProtection: true,
        });
    },

    /** The code of a card, typed where products are searched: core makes nothing of Enter there. */
    async showSearchedCard() {
        const { code, entryMode } = this.getSearchedCode();
        if (code && (await this.pos.cards.index.find(code))) {
            this.forgetSearch();
            await this.pos.cards.show(code, entryMode);
        }
    },

    forgetSearch() {
        const { el } = this.inputRef;
        el.value = ""; // it may be that core has taken nothing of it yet, and would not empty it
        el.dispatchEvent(new Event("input"));
        this.pos.searchProductWord = "";
        el.blur(); // what is scanned next is for the order
    },
});
