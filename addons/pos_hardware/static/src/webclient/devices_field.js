import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = { printer: "fa-print", scale: "fa-balance-scale", scanner: "fa-barcode" };
const COLORS = {
    ready: "text-success",
    near_end: "text-warning",
    fault: "text-danger fw-bold",
    away: "text-muted",
};

/** Each device of a proxy with its state in words, e.g. "Paper out". */
export class DevicesField extends Component {
    static template = "pos_hardware.DevicesField";
    static props = { ...standardFieldProps };

    get devices() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            name: data.name,
            condition: data.condition,
            icon: ICONS[data.kind],
            color: COLORS[data.state],
        }));
    }
}

registry.category("fields").add("pos_hardware_devices", {
    component: DevicesField,
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "name", type: "char" },
        { name: "kind", type: "selection", selection: [] },
        { name: "state", type: "selection", selection: [] },
        { name: "condition", type: "char" },
    ],
});
