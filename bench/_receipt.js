/* What bench/receipt.py does in the page of a till: put there before the scripts of the page. */

globalThis.receipts = {
    /** Wait until the till has its printer. */
    async connect() {
        const { hardwareProxy } = globalThis.posmodel;
        while (hardwareProxy.connectionInfo.status !== "connected" || !hardwareProxy.printer) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    },

    /** Begin an order with so many lines, paid in cash; the server does not know of it. */
    async fill(count) {
        const pos = globalThis.posmodel;
        const products = pos.models["product.template"]
            .filter(({ name }) => name.startsWith("Article "))
            .sort((one, other) => one.id - other.id)
            .slice(0, count);
        pos.getOpenOrders().forEach((open) => pos.removeOrder(open, false));
        const order = pos.addNewOrder();
        for (const product of products) {
            await pos.addLineToCurrentOrder({ product_tmpl_id: product }, {});
        }
        if (order.lines.length !== count) {
            throw new Error(`The order has ${order.lines.length} lines.`);
        }
        order.addPaymentline(pos.models["pos.payment.method"].getFirst());
    },

    /** Print the order; return when that was asked for: milliseconds since 1970. */
    async print() {
        const start = performance.timeOrigin + performance.now();
        const result = await globalThis.posmodel.printReceipt();
        if (!result?.successful) {
            throw new Error(`Not printed: ${JSON.stringify(result)}`);
        }
        return start;
    },
};
