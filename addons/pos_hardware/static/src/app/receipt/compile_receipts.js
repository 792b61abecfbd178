import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";

/**
 * Let an app compile the templates of a receipt: otherwise its first receipt waits for that, which is
 * most of what it takes longer than the others.
 *
 * @param {App} app in which receipts are rendered
 */
export function compileReceipts(app) {
    const compiled = new Set();
    const compile = (component) => {
        if (!compiled.has(component)) {
            compiled.add(component);
            app.getTemplate(component.template);
            Object.values(component.components ?? {}).forEach(compile);
        }
    };
    compile(OrderReceipt);
}
