import { wordNext } from "@loyalty_cards/app/utils/card_sentences";
import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

test("what is missing is told with what it is counted over", () => {
    allowTranslations();
    const sentences = {
        receipt: "$5 more in this purchase: 7 %.",
        lifetime: "$5 more at any time: 7 %.",
        rolling_1: "$5 more within a month: 7 %.",
        rolling_12: "$5 more within 12 months: 7 %.",
        calendar_year: "$5 more this year: 7 %.",
        calendar_quarter: "$5 more this quarter: 7 %.",
        calendar_month: "$5 more this month: 7 %.",
    };
    for (const [over, sentence] of Object.entries(sentences)) {
        expect(String(wordNext(over, "$5", "7 %"))).toBe(sentence);
    }
});
