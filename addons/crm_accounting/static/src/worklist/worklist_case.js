import { Component, useState } from "@odoo/owl";
import { pyToJsLocale } from "@web/core/l10n/utils";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { day, money, percent } from "./words";
import { WorklistAgreements } from "./worklist_agreements";
import { WorklistHistory } from "./worklist_history";
import { WorklistItems } from "./worklist_items";

const PHONES_SHOWN = 3;

/** All that one has to know of a customer to talk with them. */
export class WorklistCase extends Component {
    static template = "crm_accounting.WorklistCase";
    static components = { WorklistAgreements, WorklistHistory, WorklistItems };
    static props = { worklist: Object, openCase: Function, openRecord: Function };

    setup() {
        this.worklist = useState(this.props.worklist);
        this.ui = useState(useService("ui"));
        this.action = useService("action");
        this.orm = useService("orm");
        this.day = day;
        this.money = money;
        this.percent = percent;
    }

    get sheet() {
        return this.worklist.sheet;
    }

    get today() {
        return this.worklist.list.today;
    }

    get phones() {
        return this.sheet.phones.slice(0, PHONES_SHOWN);
    }

    /** How many numbers are left for the contact's form. */
    get morePhones() {
        return this.sheet.phones.length - this.phones.length;
    }

    /** Whose customer it is: the collector's, or else who has the next step. */
    get person() {
        return this.sheet.collector || this.sheet.next_step?.user;
    }

    /** When the first money is expected. */
    get expected() {
        const dates = this.sheet.items.map((item) => item.date_expected).filter(Boolean);
        return dates.sort()[0];
    }

    /** The language to speak, where it is another one than the user's. */
    get language() {
        const locale = this.sheet.lang && pyToJsLocale(this.sheet.lang);
        if (!locale || locale.split("-")[0] === user.lang.split("-")[0]) {
            return "";
        }
        return new Intl.DisplayNames([user.lang], { type: "language" }).of(locale.split("-")[0]);
    }

    async openCredit() {
        const call = this.orm.call("collection.case", "action_view_journal_items", [
            [this.sheet.id],
        ]);
        this.action.doAction(await call);
    }
}
