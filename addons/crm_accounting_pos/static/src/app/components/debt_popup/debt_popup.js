import { Component, useState } from "@odoo/owl";
import { DebtReceipt } from "@crm_accounting_pos/app/components/debt_receipt/debt_receipt";
import { formatReceipt, formatDue } from "@crm_accounting_pos/app/utils/debt_format";
import { Input } from "@point_of_sale/app/components/inputs/input/input";
import { useAsyncLockedMethod } from "@point_of_sale/app/hooks/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

const PREFERRED = ["overdue", "next", "all"];

/** Shows what a customer owes, and takes the payment of it: cash, card or both. */
export class DebtPopup extends Component {
    static template = "crm_accounting_pos.DebtPopup";
    static components = { Dialog, Input, DebtReceipt };
    static props = { partner: Object, debts: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.formatDue = formatDue;
        this.take = useAsyncLockedMethod(this.take);
        this.state = useState({
            debts: this.props.debts,
            chosen: [],
            amount: "",
            payments: [],
            error: "",
            isBusy: false,
            lost: this.pos.debtCounter.lost[this.props.partner.id] ?? null,
            receipt: null,
        });
        this.proposeFirst();
    }

    get title() {
        return _t("Debts of %s", this.props.partner.name);
    }

    // What is paid

    get proposals() {
        const labels = {
            next: this.state.debts.plans.length ? _t("Next instalment") : _t("Oldest debt"),
            overdue: _t("All overdue"),
            all: _t("Everything"),
        };
        return this.state.debts.proposals
            .filter(({ amount }) => amount > 0)
            .map((proposal) => ({ ...proposal, label: labels[proposal.key] }));
    }

    proposeFirst() {
        const { proposals } = this;
        const keys = PREFERRED.filter((key) => proposals.some((one) => one.key === key));
        const first = proposals.find((one) => one.key === keys[0]);
        this.propose(first ?? { line_ids: [], amount: 0 });
    }

    propose({ line_ids, amount }) {
        this.state.chosen = [...line_ids];
        this.enterAmount(this.write(amount));
    }

    isProposed({ line_ids, amount }) {
        const { chosen } = this.state;
        const isSame =
            chosen.length === line_ids.length && chosen.every((id) => line_ids.includes(id));
        return isSame && this.amount === amount;
    }

    isChosen({ id }) {
        return this.state.chosen.includes(id);
    }

    toggle(debt) {
        const { chosen } = this.state;
        this.state.chosen = this.isChosen(debt)
            ? chosen.filter((id) => id !== debt.id)
            : [...chosen, debt.id];
        this.enterAmount(this.write(this.owed));
    }

    /** What is owed of the chosen debts. */
    get owed() {
        const chosen = this.state.debts.debts.filter((debt) => this.isChosen(debt));
        return this.round(chosen.reduce((sum, { amount }) => sum + amount, 0));
    }

    /** How it is paid is asked anew; more than the chosen debts goes to all of them. */
    enterAmount(value) {
        Object.assign(this.state, { amount: value, payments: [], error: "" });
        if (this.amount > this.owed && this.amount <= this.state.debts.owed) {
            this.state.chosen = this.state.debts.debts.map(({ id }) => id);
        }
    }

    get amount() {
        return this.read(this.state.amount);
    }

    // How it is paid

    get methods() {
        const ids = this.state.debts.method_ids;
        return this.pos.config.payment_method_ids.filter(({ id }) => ids.includes(id));
    }

    get paid() {
        const { payments } = this.state;
        return this.round(payments.reduce((sum, { amount }) => sum + this.read(amount), 0));
    }

    get remaining() {
        return this.round(this.amount - this.paid);
    }

    addPayment(method) {
        if (this.remaining > 0) {
            this.state.payments.push({ method, amount: this.write(this.remaining) });
        }
    }

    removePayment(index) {
        this.state.payments.splice(index, 1);
    }

    get isTooMuch() {
        return this.amount > this.owed;
    }

    get canTake() {
        const { payments, isBusy } = this.state;
        const areGood = payments.every(({ amount }) => this.read(amount) > 0);
        return !isBusy && payments.length > 0 && areGood && !this.remaining && !this.isTooMuch;
    }

    // Taking it

    async take() {
        const payments = this.state.payments.map(({ method, amount }) => ({
            method_id: method.id,
            amount: this.read(amount),
        }));
        await this.send(this.pos.debtCounter.prepare(payments, [...this.state.chosen]));
    }

    /** Send a payment; one that was not answered once more, as it was. */
    async send(attempt) {
        Object.assign(this.state, { isBusy: true, error: "" });
        try {
            const result = await this.pos.debtCounter.take(this.props.partner, attempt);
            this.state.lost = result.isLost ? attempt : null;
            if (result.answer) {
                await this.finish(result.answer, attempt);
            } else if (result.refusal) {
                await this.refuse(result.refusal);
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    async finish(answer, { payments }) {
        this.state.receipt = formatReceipt(answer, this.env.utils.formatCurrency);
        const isCash = ({ method_id }) =>
            this.pos.models["pos.payment.method"].get(method_id)?.is_cash_count;
        if (payments.some(isCash)) {
            this.pos.hardwareProxy.openCashbox(_t("Payment of debts"));
        }
        await this.print(false);
    }

    /** Show why nothing was booked, and what is owed now. */
    async refuse(message) {
        const { answer } = await this.pos.debtCounter.ask(this.props.partner);
        if (answer) {
            this.state.debts = answer;
            this.proposeFirst();
        }
        this.state.error = message;
    }

    /** Where the printer fails core asks what to do, in place of this dialog: it is all booked. */
    async print(webPrintFallback) {
        const { receipt, header } = this;
        await this.pos.printer.print(DebtReceipt, { receipt, header }, { webPrintFallback });
    }

    get receipt() {
        return this.state.receipt;
    }

    get header() {
        const { config, company } = this.pos;
        return {
            logo: config.receiptLogoUrl,
            text: config.receipt_header || "",
            company: company.name,
            phone: company.phone || "",
            cashier: this.pos.getCashier()?.name ?? "",
        };
    }

    // Amounts

    format(amount) {
        return this.env.utils.formatCurrency(amount);
    }

    write(amount) {
        return amount ? this.env.utils.formatCurrency(amount, false) : "";
    }

    read(text) {
        return this.round(this.env.utils.parseValidFloat(text.trim()));
    }

    round(amount) {
        return this.env.utils.roundCurrency(amount);
    }
}
