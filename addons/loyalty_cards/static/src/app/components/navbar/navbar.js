import { CardProgress } from "@loyalty_cards/app/components/card_progress/card_progress";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { patch } from "@web/core/utils/patch";

patch(Navbar, {
    components: { ...Navbar.components, CardProgress },
});
