import { models } from "@web/../tests/web_test_helpers";
import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosPrinter } from "@point_of_sale/../tests/unit/data/pos_printer.data";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { patch } from "@web/core/utils/patch";

export class PosHardwareProxy extends models.ServerModel {
    _name = "pos.hardware.proxy";

    _load_pos_data_fields() {
        return ["id", "name", "address", "local_token"];
    }

    // As on the server, where no field is read for it.
    _load_pos_data_read(records) {
        return records.map((record) => ({ ...record, local_token: "secret" }));
    }

    _records = [{ id: 1, name: "Counter", address: "http://127.0.0.1:8069" }];
}

export class PosHardwareDevice extends models.ServerModel {
    _name = "pos.hardware.device";

    _load_pos_data_fields() {
        return ["id", "name", "kind", "proxy_id", "drawer", "is_default"];
    }

    _records = [
        { id: 3, name: "Bar", kind: "printer", proxy_id: 1, drawer: true },
        { id: 4, name: "Kitchen", kind: "printer", proxy_id: 1, drawer: false },
    ];
}

patch(hootPosModels, [...hootPosModels, PosHardwareProxy, PosHardwareDevice]);

patch(PosSession.prototype, {
    _load_pos_data_models() {
        const ours = ["pos.hardware.proxy", "pos.hardware.device"];
        return [...super._load_pos_data_models(), ...ours];
    },
});

patch(PosPrinter.prototype, {
    _load_pos_data_fields() {
        return [...super._load_pos_data_fields(), "hardware_device_id"];
    },
});
