import { Component } from "@odoo/owl";
import { describeCard } from "@loyalty_cards/app/utils/card_wording";

/** What the cashier sees of the card: whose level, what it gives and why, what comes next. */
export class CardSummary extends Component {
    static template = "loyalty_cards.CardSummary";
    static props = { order: Object };

    get description() {
        return describeCard(this.props.order);
    }
}
