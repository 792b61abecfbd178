import { Component } from "@odoo/owl";

/** Tells what was paid and what is still owed: on paper, and on the screen before. */
export class DebtReceipt extends Component {
    static template = "crm_accounting_pos.DebtReceipt";
    static props = { receipt: Object, header: Object };
}
