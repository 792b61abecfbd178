"""Who has paid by now, in whole or in part."""

from datetime import timedelta

PART_PAYERS = 0.12


def receive(env, dice, today, bills):
    """Register what each customer's habit would have brought in by today."""
    for invoice, habit in bills:
        day = invoice.invoice_date_due + timedelta(days=habit + dice.randint(-3, 9))
        day = max(day, invoice.invoice_date)
        if day > today:
            continue
        share = 0.5 if dice.random() < PART_PAYERS else 1
        register(env, invoice, day, invoice.currency_id.round(invoice.amount_total * share))


def register(env, invoice, day, amount):
    context = {'active_model': 'account.move', 'active_ids': invoice.ids}
    wizard = (
        env['account.payment.register']
        .with_context(**context)
        .create({'payment_date': day, 'amount': amount})
    )
    wizard.action_create_payments()
