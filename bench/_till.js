/* What bench/pos.py does in the page of a till: put there before the scripts of the page. */

globalThis.bench = {
    // === START-UP ===

    shownAt: null,
    errors: [],

    /** Keep when the products are on the screen: milliseconds since the navigation. */
    watch() {
        performance.setResourceTimingBufferSize(5000);
        addEventListener("error", ({ message }) => this.errors.push(message));
        addEventListener("unhandledrejection", ({ reason }) => this.errors.push(String(reason)));
        const observer = new MutationObserver(() => {
            const isLoaded = document.querySelector(".pos-loader")?.style.opacity === "0";
            if (isLoaded && document.querySelector(".product-screen .product")) {
                observer.disconnect();
                requestAnimationFrame(() => setTimeout(() => (this.shownAt = performance.now())));
            }
        });
        const what = { childList: true, subtree: true, attributeFilter: ["style"] };
        observer.observe(document, what);
    },

    /** @throws {Error} something went wrong in the page */
    check() {
        if (this.errors.length) {
            throw new Error(this.errors.join(", "));
        }
    },

    // === THE INDEX OF CARDS ===

    /**
     * Wait for the index that is downloaded after the start-up.
     *
     * @returns seconds from its first request until all is kept, and those in which the server made
     *  its answers; nothing where there is no index
     */
    async finishIndex() {
        const { cards } = globalThis.posmodel;
        await cards?.refreshing;
        const end = performance.now();
        const asked = performance
            .getEntriesByType("resource")
            .filter(({ name }) => name.endsWith("/get_card_index"));
        if (!asked.length) {
            return {};
        }
        const waited = asked.map(({ requestStart, responseStart }) => responseStart - requestStart);
        return {
            index: (end - asked[0].startTime) / 1000,
            server: waited.reduce((one, other) => one + other) / 1000,
        };
    },

    /** Download the index anew: as after a cursor that is too old. */
    async renewIndex() {
        const { index } = globalThis.posmodel.cards;
        const { generation } = index.state;
        await index.database.writeNote("state", { ...index.state, cursor: false });
        await index.refresh();
        if (index.state.generation !== generation + 1) {
            throw new Error("The index was not downloaded anew.");
        }
    },

    /** Download the index anew; return the heap that is alive because of it, at most and after. */
    async weighIndex() {
        const before = this.weigh();
        let most = before;
        const timer = setInterval(() => (most = Math.max(most, this.weigh())), 20);
        await this.renewIndex();
        clearInterval(timer);
        return { most: most - before, kept: this.weigh() - before };
    },

    /** Return the megabytes that are in use, once what is not has been thrown away. */
    weigh() {
        globalThis.gc();
        return performance.memory.usedJSHeapSize / 1e6;
    },

    /** Return milliseconds to find each card. */
    async lookUp(codes) {
        const { index } = globalThis.posmodel.cards;
        const taken = [];
        for (const code of codes) {
            const start = performance.now();
            const card = await index.find(code);
            taken.push(performance.now() - start);
            if (card?.code !== code) {
                throw new Error(`${code} is not in the index.`);
            }
        }
        return taken;
    },

    // === A LINE ===

    /** Begin an order of a customer, with a card if there is one, and all products but the last. */
    async fill(partnerId, code) {
        const pos = globalThis.posmodel;
        const [partner] = await pos.data.read("res.partner", [partnerId]);
        const products = pos.models["product.template"]
            .filter(({ name }) => name.startsWith("Article "))
            .sort((one, other) => one.id - other.id);
        this.last = products.pop();
        pos.getOpenOrders().forEach((open) => pos.removeOrder(open, false));
        const order = pos.addNewOrder();
        order.setPartner(partner);
        if (code) {
            await pos.cards.show(code, "scan", order);
        }
        for (const product of products) {
            await pos.addLineToCurrentOrder({ product_tmpl_id: product }, {});
        }
        await this.draw();
    },

    /** Add the last product; return how many lines are on the screen, and the discount of the last. */
    async addLine() {
        const line = await this.addLast();
        await this.draw();
        const shown = document.querySelectorAll(".order-container .orderline").length;
        return { shown, discount: line.getDiscount() };
    },

    /** Take the last line off again, and wait until the till has kept the order on disk. */
    async removeLine() {
        const order = globalThis.posmodel.getOrder();
        order.removeOrderline(order.lines.at(-1));
        await this.draw();
        await new Promise((resolve) => setTimeout(resolve, 600)); // it begins after 300
        this.check();
    },

    addLast() {
        return globalThis.posmodel.addLineToCurrentOrder({ product_tmpl_id: this.last }, {});
    },

    /** Two frames: what is drawn in the first one may ask for more. */
    async draw() {
        for (let frame = 0; frame < 2; frame++) {
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        }
    },

    // === THE ENGINE ===

    /** Add the last product; return how many lines the engine reads, and milliseconds it takes. */
    async compute(times) {
        await this.addLast();
        const load = (path) => odoo.loader.modules.get(`@loyalty_cards/${path}`);
        const { computeDiscounts } = load("engine/compute");
        const order = globalThis.posmodel.getOrder();
        const { request } = load("app/utils/card_request").prepareCardRequest(order, order.lines);
        const taken = Array.from({ length: times }, () => {
            const start = performance.now();
            for (let run = 0; run < 10; run++) {
                computeDiscounts(request); // one run is shorter than the clock tells
            }
            return (performance.now() - start) / 10;
        });
        return { lines: request.lines.length, taken };
    },
};

if (location.pathname.startsWith("/pos/ui")) {
    globalThis.bench.watch();
}
