import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/**
 * Core asks the server how barcodes are read, each time the page is loaded, and scans nothing at
 * all when there is no answer: a till that starts without network reads them as it did last.
 */
patch(BarcodeParser, {
    async fetchNomenclature(orm, id) {
        const key = `loyalty_cards.nomenclature.${odoo.info?.db}.${id}`;
        try {
            const nomenclature = await super.fetchNomenclature(orm, id);
            browser.localStorage.setItem(key, JSON.stringify(nomenclature));
            return nomenclature;
        } catch (error) {
            const kept = error instanceof ConnectionLostError && browser.localStorage.getItem(key);
            if (!kept) {
                throw error;
            }
            return JSON.parse(kept);
        }
    },
});
