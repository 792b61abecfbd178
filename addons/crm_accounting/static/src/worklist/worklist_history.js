import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { moment } from "./words";

/** What was said and written, the newest first: calls, letters and messages in one row. */
export class WorklistHistory extends Component {
    static template = "crm_accounting.WorklistHistory";
    static props = { sheet: Object };

    setup() {
        this.moment = moment;
    }

    get events() {
        const { calls, letters, words } = this.props.sheet;
        const events = [
            ...calls.map((call) => ({
                key: `call-${call.id}`,
                icon: "fa-phone",
                date: call.date,
                title: call.result_name,
                author: call.user,
                text: call.note,
            })),
            ...letters.map((letter) => ({
                key: `letter-${letter.id}`,
                icon: "fa-envelope-o",
                date: letter.date,
                title: letter.level || _t("Letter"),
                author: letter.state_name,
            })),
            ...words.map((word) => ({
                key: `word-${word.id}`,
                icon: word.is_customer ? "fa-comment text-primary" : "fa-comment-o",
                date: word.date,
                author: word.author,
                text: word.text,
                isCustomer: word.is_customer,
            })),
        ];
        return events.sort((one, other) => (one.date < other.date ? 1 : -1));
    }
}
