import { TillCards } from "@loyalty_cards/app/services/till_cards";
import { patch } from "@web/core/utils/patch";

/** Tills of other suites know no cards; those of ours say when theirs start: see `startCards`. */
patch(TillCards.prototype, {
    async start() {},

    follow() {},

    async startForReal() {
        await super.start();
        super.follow();
    },
});
