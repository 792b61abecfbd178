"""What the ledger of discount cards adds to the posting of an invoice."""

from datetime import date

from _documents import LINES, WARM_UP, take_medians
from _harness import measure, note, tell

from odoo.fields import Command

POSTINGS = 20


def measure_postings(stock, card):
    """Return what the ledger adds to posting an invoice, in percent of time."""
    tell(f"{POSTINGS} invoices of {LINES} lines, in turns")
    rows = [
        [measure(side.env, make_invoice(side, 5).action_post) for side in (stock, card)]
        for _number in range(POSTINGS + WARM_UP)
    ]
    plain, ours = take_medians(rows)
    figures = {}
    note(figures, invoice_stock_ms=plain[0] * 1000)
    note(figures, invoice_overhead_pct=(ours[0] / plain[0] - 1) * 100)
    note(figures, invoice_extra_queries=ours[1] - plain[1])
    return figures


def make_invoice(side, discount):
    """Return a draft invoice whose lines have the same discounts on both sides.

    On ours the card has been asked, as whoever writes the invoice does, and a typed discount stays.
    """
    values = {
        'move_type': 'out_invoice',
        'partner_id': side.partner.id,
        'invoice_date': date.today(),
        'invoice_line_ids': [
            Command.create({'product_id': product.id, 'discount': discount})
            for product in side.products
        ],
    }
    if 'discount_card_id' in side.env['account.move']._fields:
        values['discount_card_id'] = side.partner._get_primary_card(side.env.company).id
    invoice = side.env['account.move'].create(values)
    if invoice._fields.get('discount_card_id'):
        invoice.action_apply_discount_card()
    return invoice
