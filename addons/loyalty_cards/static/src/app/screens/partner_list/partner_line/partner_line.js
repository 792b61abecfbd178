import { onWillStart, useState } from "@odoo/owl";
import { PartnerLine } from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";
import { patch } from "@web/core/utils/patch";

patch(PartnerLine.prototype, {
    setup() {
        super.setup();
        this.discountCard = useState({ level: "" });
        onWillStart(() => {
            this.readLevel(); // the list does not wait for it
        });
    },

    async readLevel() {
        this.discountCard.level = await this.pos.cards.lookup.describeLevel(this.props.partner);
    },
});
