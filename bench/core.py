"""What Odoo itself costs here: the yardstick that other benchmarks can be read against."""

from _harness import median_seconds, odoo_env, prepare_invoice, report

INVOICES = 50


def main():
    with odoo_env() as env:
        moves, partner = env['account.move'], env.user.partner_id

        def post():
            moves.create([
                prepare_invoice(partner, number) for number in range(INVOICES)
            ]).action_post()

        def pay_one():
            invoice = moves.create(prepare_invoice(partner))
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
