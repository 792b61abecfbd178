import { DebtPopup } from "@crm_accounting_pos/app/components/debt_popup/debt_popup";
import { DebtCounter } from "@crm_accounting_pos/app/services/debt_counter";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async setup() {
        this.debtCounter = new DebtCounter(this);
        await super.setup(...arguments);
    },

    /** Show what a customer owes, and take the payment; say so where that cannot be. */
    async openDebts(partner) {
        const { answer, refusal } = await this.debtCounter.ask(partner);
        if (refusal) {
            this.dialog.add(AlertDialog, { title: _t("Debts"), body: refusal });
        } else {
            this.dialog.add(DebtPopup, { partner, debts: answer });
        }
    },
});
