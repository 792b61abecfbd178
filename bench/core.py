"""What Odoo itself costs here: the yardstick that other benchmarks can be read against."""

from _harness import median_seconds, odoo_env, report

INVOICES = 50


def prepare_invoice(env, number):
    return {
        'move_type': 'out_invoice',
        'partner_id': env.user.partner_id.id,
        'invoice_date': '2026-01-15',
        'invoice_line_ids': [(0, 0, {'name': f"Line {number}", 'price_unit': 100 + number})],
    }


def main():
    with odoo_env() as env:
        moves = env['account.move']

        def post():
            moves.create([prepare_invoice(env, number) for number in range(INVOICES)]).action_post()

        def pay_one():
            invoice = moves.create(prepare_invoice(env, 0))
            invoice.action_post()
            context = {'active_model': 'account.move', 'active_ids': invoice.ids}
            env['account.payment.register'].with_context(
                **context
            ).create({}).action_create_payments()

        post()  # the first one fills the caches
        numbers = {
            'post_invoice_ms': median_seconds(post) / INVOICES * 1000,
            'create_post_pay_invoice_ms': median_seconds(pay_one) * 1000,
        }
    report(f"Core of Odoo, medians ({INVOICES} invoices at once)", numbers)


if __name__ == '__main__':
    main()
