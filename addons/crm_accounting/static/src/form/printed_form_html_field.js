import { DynamicPlaceholderPlugin } from "@html_editor/others/dynamic_placeholder_plugin";
import { HtmlField, htmlField } from "@html_editor/fields/html_field";
import { QWebPlugin } from "@html_editor/others/qweb_plugin";
import { isHtmlContentSupported } from "@html_editor/core/selection_plugin";
import { withSequence } from "@html_editor/utils/resource";
import { Component, onWillStart } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ModelFieldSelectorPopover } from "@web/core/model_field_selector/model_field_selector_popover";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const PRINTED_TYPES = [
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "one2many",
    "properties",
    "selection",
    "text",
];

const TECHNICAL = /^(access|activity|message|my_activity|website_message)_/;

/** Odoo's choice of a field by its name on screens, without those that the server would refuse. */
export class FormFieldPopover extends Component {
    static template = "crm_accounting.FormFieldPopover";
    static components = { ModelFieldSelectorPopover };
    static props = ["resModel", "validate", "close"];

    setup() {
        const orm = useService("orm");
        onWillStart(async () => {
            const { models, secret, user_fields } = await orm.call("printed.form", "get_printable");
            this.models = new Set(models);
            this.secret = new RegExp(secret);
            this.userFields = user_fields;
        });
    }

    filter({ name, type, relation, is_property }, _path, resModel) {
        return (
            (PRINTED_TYPES.includes(type) || is_property) &&
            !TECHNICAL.test(name) &&
            !this.secret.test(name) &&
            (!relation || this.models.has(relation)) &&
            (resModel !== "res.users" || this.userFields.includes(name))
        );
    }

    update(path) {
        this.path = path;
    }

    close(isChosen = false) {
        if (isChosen && this.path) {
            this.props.validate(this.path);
        }
        this.props.close();
    }
}

/** Puts `{{ placeholders }}` into the wording, chosen by ordinary words after a slash. */
export class FormPlaceholderPlugin extends DynamicPlaceholderPlugin {
    get formPlaceholders() {
        return this.config.getRecordInfo().data.placeholders || [];
    }

    resources = {
        user_commands: [
            {
                id: "openDynamicPlaceholder",
                title: _t("Another Field"),
                description: _t("Choose a field of the document"),
                icon: "fa-hashtag",
                run: () => this.open(this.defaultResModel),
                isAvailable: isHtmlContentSupported,
            },
            {
                id: "insertFormPlaceholder",
                title: _t("Placeholder"),
                icon: "fa-tag",
                run: ({ code }) => this.onValidate(code),
                isAvailable: isHtmlContentSupported,
            },
        ],
        powerbox_categories: withSequence(1, {
            id: "form_placeholders",
            name: _t("Filled in From the Document"),
        }),
        powerbox_items: [
            ...this.formPlaceholders.map(({ code, label }) => ({
                categoryId: "form_placeholders",
                commandId: "insertFormPlaceholder",
                commandParams: { code },
                title: label,
                description: `{{ ${code} }}`,
            })),
            { categoryId: "form_placeholders", commandId: "openDynamicPlaceholder" },
        ],
        power_buttons: { commandId: "openDynamicPlaceholder" },
    };

    setup() {
        super.setup();
        this.overlay = this.dependencies.overlay.createOverlay(FormFieldPopover, {
            hasAutofocus: true,
            className: "popover",
        });
    }

    async onValidate(path) {
        this.dependencies.dom.insert(document.createTextNode(`{{ ${path} }}`));
        this.dependencies.history.addStep();
    }
}

export class PrintedFormHtmlField extends HtmlField {
    get wysiwygKey() {
        return `${super.wysiwygKey}_${this.props.record.data.kind}`; // others are offered
    }

    getConfig() {
        const config = super.getConfig();
        const replaced = [DynamicPlaceholderPlugin, QWebPlugin];
        config.Plugins = config.Plugins.filter((plugin) => !replaced.includes(plugin));
        config.Plugins.push(FormPlaceholderPlugin);
        return config;
    }
}

export const printedFormHtmlField = { ...htmlField, component: PrintedFormHtmlField };

registry.category("fields").add("printed_form_html", printedFormHtmlField);
