import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { formatInteger } from "@web/views/fields/formatters";

/** How far the first download of the cards is: until then a card may be unknown without network. */
export class CardProgress extends Component {
    static template = "loyalty_cards.CardProgress";
    static props = {};

    setup() {
        this.pos = usePos();
        this.progress = useState(this.pos.cards.progress);
    }

    get isShown() {
        const { done, total } = this.progress;
        return done < total && !this.pos.cards.index.isComplete;
    }

    get done() {
        return formatInteger(this.progress.done);
    }

    get total() {
        return formatInteger(this.progress.total);
    }
}
