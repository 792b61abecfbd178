import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { day, money } from "./words";

/** The open debts of a customer, the oldest first. */
export class WorklistItems extends Component {
    static template = "crm_accounting.WorklistItems";
    static props = { items: Array, today: [String, Boolean], openRecord: Function };

    setup() {
        this.day = day;
        this.money = money;
    }

    atFirst({ amount_opened, currency_id }) {
        return _t("Of %s at first", money(amount_opened, currency_id));
    }
}
