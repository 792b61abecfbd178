import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    async isOrderValid() {
        return (await super.isOrderValid(...arguments)) && (await this.mayBeSoldOnAccount());
    },

    /** Whether the customer may buy on account, and whether the cashier wants it when warned. */
    async mayBeSoldOnAccount() {
        const partner = this.order.getPartner();
        const isOnAccount = this.order.payment_ids.some(
            (line) => line.payment_method_id.type === "pay_later" && line.amount > 0
        );
        if (!partner || !isOnAccount) {
            return true;
        }
        const hold = await this.pos.debtCounter.askHold(partner);
        if (hold === "block") {
            this.pos.dialog.add(AlertDialog, {
                title: _t("Not on Account"),
                body: _t(
                    "%s is on credit hold: take the money now, or ask the office.",
                    partner.name
                ),
            });
            return false;
        }
        return (
            hold !== "warn" ||
            (await ask(this.pos.dialog, {
                title: _t("On Account?"),
                body: _t(
                    "%s has not paid what is overdue. Sell on account all the same?",
                    partner.name
                ),
            }))
        );
    },
});
