import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";

import { patch } from "@web/core/utils/patch";

// The server refuses both: a collection task is closed by the payment alone.
patch(ActivityListPopoverItem.prototype, {
    get hasCancelButton() {
        return super.hasCancelButton && !this.props.activity.is_collection_locked;
    },

    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.props.activity.is_collection_locked;
    },
});
