import { LOGO, makeElement, readLines, setupRenderer, setupStyle } from "./helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { patchTranslations } from "@web/../tests/web_test_helpers";
import { generateQRCodeDataUrl, qrCodeSrc } from "@point_of_sale/utils";
import { findCode } from "@pos_hardware/app/receipt/codes";
import { prepareReceipts, structuredReceipt } from "@pos_hardware/app/receipt/structured_receipt";

beforeEach(() => patchTranslations());

function getTexts(lines) {
    return lines.map(({ text, left, right }) => text ?? [left, right]);
}

test("words are wrapped by the printer, breaks and paragraphs end a line", async () => {
    expect(await readLines("One\n   two<br/>three <b>four</b><div>five<p>six</p></div>")).toEqual([
        { type: "text", text: "One two", align: "left" },
        { type: "text", text: "three four", align: "left" },
        { type: "text", text: "five", align: "left" },
        { type: "text", text: "six", align: "left" },
    ]);
});

test("what nobody sees is not printed", async () => {
    const hidden = ["display: none", "visibility: hidden", "opacity: 0"];
    const html = hidden.map((style) => `<div style="${style}">no</div>`).join("");
    expect(await readLines(`${html}<!-- no --><div> </div><div>yes</div>`)).toEqual([
        { type: "text", text: "yes", align: "left" },
    ]);
});

test("lines take the looks of most of their letters", async () => {
    const lines = await readLines(
        "<div>Order <b>0001</b></div><div>No <b>0000001</b></div>" +
            '<div style="font-size: 200%">A</div><div style="font-size: 150%"><u>B</u></div>'
    );
    expect(lines.map(({ text, bold, size, underline }) => [text, bold, size, underline])).toEqual([
        ["Order 0001", undefined, undefined, undefined],
        ["No 0000001", true, undefined, undefined],
        ["A", undefined, 2, undefined],
        ["B", undefined, [1, 2], true],
    ]);
});

test("what floats to the right is a column", async () => {
    await setupStyle();
    const price = '<span class="pos-receipt-right-align">4.00</span>';
    expect(getTexts(await readLines(`<div>Tea${price}</div><div>${price}Cake</div>`))).toEqual([
        ["Tea", "4.00"],
        ["Cake", "4.00"],
    ]);
});

test("what is pushed to the right is a column, a group at the left is text", async () => {
    const html = `
        <div class="d-flex"><span>Subtotal</span><span class="ms-auto">4.00</span></div>
        <div class="d-flex justify-content-between"><b>Total</b><b>5.00</b></div>
        <div class="d-flex gap-2">Expected delivery: <div>1 May</div></div>
        <div class="d-flex"><div class="w-50">Left<br/>more</div><div class="w-50 text-end">Right</div></div>`;
    const lines = await readLines(html);
    expect(getTexts(lines)).toEqual([
        ["Subtotal", "4.00"],
        ["Total", "5.00"],
        "Expected delivery: 1 May",
        ["Left", "Right"],
        "more",
    ]);
    expect(lines[1].bold).toBe(true);
});

test("a row that wraps is read row by row, a code has a line of its own", async () => {
    const lines = await readLines(`
        <div class="row" style="width: 400px">
            <div class="col-4">Coupon</div>
            <div class="col-8"><img src="/report/barcode/Code128/044a"/></div>
            <div class="col-6">Until: 1 May</div>
            <div class="col-6 text-end">044a</div>
        </div>`);
    expect(
        lines.map(({ type, text, left, right }) => text ?? left?.concat("|", right) ?? type)
    ).toEqual(["Coupon", "barcode", "feed", "Until: 1 May|044a"]);
});

test("an icon that has a name is told by it", async () => {
    const icon = '<i class="fa fa-tag" aria-label="Offer"></i>';
    const html = `<div>${icon} cheap</div><div class="d-flex">${icon}<span>cheap</span></div>`;
    expect(getTexts(await readLines(html))).toEqual(["Offer: cheap", "Offer: cheap"]);
});

test("three choices of equal shares stand below each other", async () => {
    const html = ["15%|1.50", "20%|12.00", "25%|2.50"].map((share) => {
        const [percent, amount] = share.split("|");
        return `<div class="flex-grow-1"><div>${percent}</div><div>${amount}</div></div>`;
    });
    expect(await readLines(`<div class="d-flex">${html.join("")}</div>`)).toEqual([
        { type: "text", text: "15%\u00a0\u00a0\u00a020%\u00a0\u00a025%\u00a0", align: "center" },
        { type: "text", text: "1.50\u00a012.00\u00a02.50", align: "center" },
    ]);
});

test("from right to left the name is at the right edge", async () => {
    const row = '<div class="d-flex justify-content-between"><b>شاي</b><span>4.00</span></div>';
    expect(await readLines(`<div style="direction: rtl"><div>متجر</div>${row}</div>`)).toEqual([
        { type: "text", text: "متجر", align: "right" },
        { type: "columns", left: "4.00", right: "شاي" },
    ]);
});

test("lines and rows of dashes are rules, a line to sign on is not", async () => {
    const lines = await readLines(
        '<hr/><div>------------------------</div><div style="border-bottom: 1px dashed black">A</div>' +
            '<div style="border-bottom: 1px solid transparent">B</div><div>________________</div>'
    );
    expect(lines.map(({ type, text }) => text ?? type)).toEqual([
        "rule",
        "rule",
        "A",
        "rule",
        "B",
        "________________",
    ]);
});

test("the slip of a payment terminal keeps its lines and blanks", async () => {
    const slip = '<div style="white-space: pre">CARD    1234\n  TOTAL 4.00</div>';
    expect(getTexts(await readLines(slip))).toEqual([
        "CARD\u00a0\u00a0\u00a0\u00a01234",
        "\u00a0\u00a0TOTAL 4.00",
    ]);
});

test("a table of two columns is columns, a narrow one is set by blanks", async () => {
    const lines = await readLines(`
        <table><tr><td>Tea</td><td>4.00</td></tr></table>
        <table>
            <tr><th colspan="3">Taxes</th></tr>
            <tr><th>Code</th><th>Rate</th><th>Tax</th></tr>
            <tr><td>0902</td><td>5 %</td><td>0.20</td></tr>
        </table>`);
    expect(getTexts(lines)).toEqual([
        ["Tea", "4.00"],
        "Taxes",
        "Code\u00a0Rate\u00a0Tax\u00a0",
        "0902\u00a05\u00a0%\u00a0\u00a00.20".replace("5\u00a0%", "5 %"),
    ]);
});

test("a wide table with headings, a drawing and what is placed anywhere are pictures", async () => {
    await setupStyle();
    setupRenderer();
    const cells = "<th>A long heading</th>".repeat(4);
    const blocks = [
        `<table><tr>${cells}</tr></table>`,
        '<svg width="20" height="20"><rect width="20" height="20"/></svg>',
        '<div style="position: absolute">stamp</div>',
    ];
    const lines = await readLines(`<div>before</div>${blocks.join("")}<div>after</div>`);
    const types = lines.filter(({ type }) => type !== "feed").map(({ type }) => type);
    expect(types).toEqual(["text", "picture", "picture", "picture", "text"]);
    for (const { data } of lines.filter(({ type }) => type === "picture")) {
        expect(atob(data)).toMatch(/^.PNG/);
    }
});

test("what only the first receipt waits for can be done beforehand", async () => {
    await prepareReceipts(LOGO);
    expect("img").toHaveCount(0);
    const [logo] = await readLines(`<img class="pos-receipt-logo" src="${LOGO}"/>`);
    expect(logo.type).toBe("picture");
});

test("a canvas is a picture of what was drawn on it", async () => {
    const element = makeElement("<canvas width='3' height='2'></canvas>");
    const canvas = element.querySelector("canvas");
    canvas.getContext("2d").fillRect(0, 0, 3, 2);
    const [{ data }] = (await structuredReceipt(element)).lines;
    expect(`data:image/png;base64,${data}`).toBe(canvas.toDataURL());
});

test("codes that Odoo draws are drawn by the printer", async () => {
    const html = [
        generateQRCodeDataUrl("https://shop.example.com/1?a=b"),
        qrCodeSrc("https://shop.example.com/2?a=b&c=ü"),
        "/report/barcode/Code128/044a-1234-5678",
        "/report/barcode/?barcode_type=EAN13&value=4006381333931&humanreadable=1",
    ].map((src) => `<img src="${src.replaceAll("&", "&amp;")}"/>`);
    const feed = { type: "feed", lines: 1 };
    expect(await readLines(html.join(""))).toEqual([
        { type: "qr", data: "https://shop.example.com/1?a=b" },
        feed,
        { type: "qr", data: "https://shop.example.com/2?a=b&c=ü" },
        feed,
        { type: "barcode", format: "CODE128", data: "044a-1234-5678", caption: false },
        feed,
        { type: "barcode", format: "EAN13", data: "4006381333931", caption: true },
    ]);
});

test("a code that a printer would refuse, or that is not known for certain, is none", async () => {
    const sources = [
        "/report/barcode/EAN13/4006381333930",
        "/report/barcode/Code128/more-than-58-mm-of-paper",
        "/report/barcode/FIM/A",
        `/report/barcode/QR/${"x".repeat(1201)}`,
        "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
        "/web/image/1",
        LOGO,
    ];
    expect(sources.map(findCode)).toEqual(sources.map(() => null));
});

test("an image is a picture, told by its name where it cannot be had", async () => {
    const broken = '<img alt="Barcode" src="data:image/png;base64,AAAA"/>';
    const lines = await readLines(`<div>A<img src="${LOGO}"/>B</div>${broken}`);
    expect(lines.map(({ type, text }) => text ?? type)).toEqual(["A", "picture", "B", "[Barcode]"]);
});
