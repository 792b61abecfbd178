import { Component, useState } from "@odoo/owl";
import { getCurrency } from "@web/core/currency";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { InvalidNumberError, parseMonetary } from "@web/views/fields/parsers";
import { useQuickForm } from "./quick_form";

/** How much is paid until when: what is overdue is proposed, Enter accepts. */
export class PromiseForm extends Component {
    static template = "crm_accounting.PromiseForm";
    static components = { DateTimeInput };
    static props = { calls: Object, sheet: Object };

    setup() {
        const { promise_amount, promise_currency_id, promise_date } = this.props.sheet.suggest;
        this.calls = useState(this.props.calls);
        this.currency = getCurrency(promise_currency_id);
        this.today = deserializeDate(this.calls.worklist.list.today);
        this.form = useQuickForm();
        this.state = useState({
            date: promise_date ? deserializeDate(promise_date) : false,
            amount: formatFloat(promise_amount, { digits: this.currency?.digits }),
            error: "",
        });
    }

    setDate(date) {
        this.state.date = date;
    }

    /** What was typed, zero when it is no amount. */
    get amount() {
        try {
            return parseMonetary(this.state.amount);
        } catch (error) {
            if (error instanceof InvalidNumberError) {
                return 0;
            }
            throw error;
        }
    }

    submit() {
        const { amount } = this;
        const { date } = this.state;
        if (!date || amount <= 0) {
            this.state.error = date ? _t("How much? Write an amount.") : _t("Until when?");
            return;
        }
        this.state.error = "";
        const { promise_item_ids: item_ids } = this.props.sheet.suggest;
        this.calls.log("promised", { promise: { date: serializeDate(date), amount, item_ids } });
    }
}
