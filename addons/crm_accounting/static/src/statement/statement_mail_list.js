import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const MILLISECONDS_BETWEEN_LOOKS = 3000;

/** Shows what is sent and what is left, as long as anything in the list waits. */
export class StatementMailListController extends ListController {
    setup() {
        super.setup();
        onMounted(() => {
            this.timer = setInterval(() => this.look(), MILLISECONDS_BETWEEN_LOOKS);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get isWaiting() {
        const { isGrouped, groups, records } = this.model.root;
        // A group that was seen once stays, also when it is empty.
        return isGrouped
            ? groups.some((group) => group.value === "waiting" && group.count)
            : records.some((record) => record.data.state === "waiting");
    }

    async look() {
        if (this.isWaiting && !this.model.root.selection.length) {
            await this.model.load();
        }
    }
}

registry.category("views").add("statement_mail_list", {
    ...listView,
    Controller: StatementMailListController,
});
