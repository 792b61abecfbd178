import { Component, onMounted, useRef, useState } from "@odoo/owl";
import * as messages from "@loyalty_cards/app/utils/card_messages";
import { ScanWatch } from "@loyalty_cards/app/utils/scan_watch";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { uuidv4 } from "@point_of_sale/utils";
import { Dialog } from "@web/core/dialog/dialog";

/**
 * Gives a card to the customer of an order, or to one who is registered here: by keyboard and
 * scanner alone. Enter goes on to what is missing, then gives the card.
 */
export class CardCapturePopup extends Component {
    static template = "loyalty_cards.CardCapturePopup";
    static components = { Dialog };
    static props = {
        order: Object,
        capture: { type: Object, optional: true },
        code: { type: String, optional: true },
        entryMode: { type: String, optional: true },
        close: Function,
    };
    static defaultProps = { code: "", entryMode: "typed" };

    setup() {
        this.pos = usePos();
        this.watch = new ScanWatch();
        this.entryMode = this.props.entryMode;
        this.state = useState({ capture: null, error: "", isBusy: false });
        this.values = useState({});
        this.load(this.props.capture ?? null);
        this.inputs = { code: useRef("code"), name: useRef("name"), give: useRef("give") };
        const take = this._barcodeCardAction;
        // Nobody below takes a card that is scanned for this dialog.
        useBarcodeReader(
            {
                discount_card: take,
                product: take,
                client: take,
                error: take,
                gs1: () => this.pos.cards.say(messages.explainNoCard()),
            },
            true
        );
        onMounted(() => this.focusMissing());
    }

    /** Begin with what was refused, to correct it; with null begin anew. */
    load(capture) {
        const { code, uuid, ...values } = capture?.values ?? { code: this.props.code };
        this.attempt = { code, uuid: uuid ?? uuidv4() };
        Object.assign(this.state, { capture, error: capture?.error ?? "" });
        Object.assign(this.values, {
            code,
            name: values.name ?? "",
            phone: values.phone ?? "",
            birthdate: values.birthdate ?? "",
            category_id: String(values.category_id || ""),
        });
    }

    correct(capture) {
        this.load(capture);
        this.focusMissing();
    }

    /** The sale of what was refused is over: whoever buys now is somebody else. */
    get order() {
        return this.state.capture ? null : this.props.order;
    }

    /** Return who gets the card, undefined for somebody who is not registered yet. */
    get partner() {
        const { values, customer } = this.state.capture ?? {};
        return values?.partner_id
            ? { id: values.partner_id, name: customer }
            : this.order?.partner_id;
    }

    /** Let the cashier name somebody else: whom the refused card was for may be no more. */
    chooseOther() {
        const getPayload = ({ id, name }) => {
            const { capture } = this.state;
            this.state.capture = {
                ...capture,
                customer: name,
                values: { ...capture.values, partner_id: id },
            };
        };
        this.pos.dialog.add(PartnerList, { partner: null, getPayload });
    }

    /** Return what was refused and waits for a correction. */
    get refused() {
        const { kept } = this.pos.cards.captures;
        return this.state.capture ? [] : kept.filter(({ error }) => error);
    }

    get categories() {
        const names = this.pos.config._card_programme.category_names;
        return Object.entries(names).map(([id, name]) => ({ id, name }));
    }

    get isScanOnly() {
        return this.pos.config.card_scan_only;
    }

    _barcodeCardAction({ code }) {
        this.values.code = code;
        this.entryMode = "scan";
        this.focusMissing();
    }

    /** Go to what has to be entered; return whether something has. */
    focusMissing() {
        const isNameMissing = !this.partner && !this.values.name.trim();
        const missing = !this.values.code.trim() ? "code" : isNameMissing ? "name" : null;
        this.inputs[missing ?? "give"].el.focus();
        return Boolean(missing);
    }

    async onKeydown(ev) {
        const scan = this.watch.hear(ev);
        const isScanned = scan && ev.target.name in this.values;
        const isEntered = ev.key === "Enter" && ev.target.tagName !== "BUTTON";
        if (!isEntered && !isScanned) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (isScanned) {
            // Quick as it was, nothing may have been rendered since: the field is told, too.
            ev.target.value = this.values[ev.target.name] = scan.before;
            this._barcodeCardAction(scan);
        } else if (!this.focusMissing()) {
            await this.give();
        }
    }

    async give() {
        if (this.state.isBusy) {
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        const capture = this.prepare();
        const { captures } = this.pos.cards;
        try {
            this.state.error = await captures.give(capture, this.entryMode, this.order);
        } finally {
            this.state.isBusy = false;
        }
        if (this.state.error) {
            this.inputs.code.el?.focus(); // the button was off, and has lost it
        } else {
            this.finish(capture.values.uuid);
        }
    }

    /** What was refused is done with, unless it is the attempt that goes on. */
    finish(uuid = null) {
        const refused = this.state.capture?.values.uuid;
        if (refused && refused !== uuid) {
            this.pos.cards.captures.forget(refused);
        }
        this.props.close();
    }

    /** However often it is sent, an attempt counts once; with another code it is another one. */
    identify(code) {
        if (this.attempt.code !== code) {
            this.attempt = { code, uuid: uuidv4() };
        }
        return this.attempt.uuid;
    }

    prepare() {
        const { code, category_id: categoryId, ...person } = this.values;
        const values = {
            uuid: this.identify(code),
            code,
            category_id: Number(categoryId) || false,
            ...(this.partner ? { partner_id: this.partner.id } : person),
        };
        return { values, customer: this.partner?.name ?? person.name };
    }
}
