import { useService } from "@web/core/utils/hooks";
import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";

export class HardwareKanbanController extends KanbanController {
    setup() {
        super.setup();
        const bus = useService("bus_service");
        const reload = () => this.model.load();
        bus.subscribe("pos_hardware.changed", reload);
        bus.start();
        onWillUnmount(() => bus.unsubscribe("pos_hardware.changed", reload));
    }
}

registry.category("views").add("pos_hardware_kanban", {
    ...kanbanView,
    Controller: HardwareKanbanController,
});
