"""A ledger of any size, made by SQL from one invoice that Odoo itself has posted.

Each customer has ten overdue invoices, five that are not due and thirty-five paid ones; a fifth of
the paid ones is matched with a real payment entry, partial and full reconciliation included.
"""

from odoo.tools import SQL

OVERDUE, NOT_DUE, PAID = 10, 5, 35  # invoices of each customer
MATCHED_EVERY = 5  # every n-th paid invoice has its payment in the books


def columns_of(env, table, *, without):
    """Return the columns of `table` that are copied as they are."""
    rows = env.execute_query(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema AND is_generated = 'NEVER'",
            table,
        )
    )
    return [name for (name,) in rows if name not in {'id', *without}]


def clone(env, table, source_id, count, changes):
    """Insert `count` copies of a row; `changes` are SQL expressions of the copy's number `n`.

    :return: id of copy number 1; they are consecutive
    """
    kept = columns_of(env, table, without=changes)
    env.flush_all()
    [(first,)] = env.execute_query(
        SQL("SELECT COALESCE(MAX(id), 0) + 1 FROM %s", SQL.identifier(table))
    )
    env.execute_query(
        SQL(
            "INSERT INTO %(table)s (id, %(changed)s, %(kept)s)"
            " SELECT %(first)s + n - 1, %(values)s, %(sources)s"
            " FROM %(table)s source, generate_series(1, %(count)s) AS n"
            " WHERE source.id = %(source)s RETURNING 1",
            table=SQL.identifier(table),
            changed=SQL(", ").join(SQL.identifier(name) for name in changes),
            kept=SQL(", ").join(SQL.identifier(name) for name in kept),
            first=first,
            values=SQL(", ").join(changes.values()),
            sources=SQL(", ").join(SQL.identifier('source', name) for name in kept),
            count=count,
            source=source_id,
        )
    )
    env.execute_query(
        SQL("SELECT setval(%s, (SELECT MAX(id) FROM %s))", f'{table}_id_seq', SQL.identifier(table))
    )
    env.invalidate_all()
    return first


def make_customers(env, count):
    """Return the id of the first of `count` customers."""
    template = env['res.partner'].create({'name': "Customer", 'is_company': True})
    first = clone(
        env,
        'res_partner',
        template.id,
        count,
        {'name': SQL("'Customer ' || n"), 'complete_name': SQL("'Customer ' || n")},
    )
    env.execute_query(
        SQL("UPDATE res_partner SET commercial_partner_id = id WHERE id >= %s RETURNING 1", first)
    )
    return first


def post_invoice(env, partner_id, today):
    """Return one invoice over 100, posted by Odoo: the model of all others."""
    invoice = env['account.move'].create({
        'move_type': 'out_invoice',
        'partner_id': partner_id,
        'invoice_date': today,
        'invoice_line_ids': [(0, 0, {'name': "Goods", 'price_unit': 100, 'tax_ids': False})],
    })
    invoice.action_post()
    return invoice


def clone_invoices(env, invoice, count, customers, *, prefix, due, paid=False):
    """Insert `count` copies of a posted invoice, spread over the customers.

    :param tuple customers: id of the first customer and how many there are
    :param SQL due: due date of copy number `n`
    :return: id of the first copy of the receivable line
    """
    first, number = customers
    partner = SQL("%s + (n - 1) %% %s", first, number)
    move = {
        'name': SQL("%s || n", f'{prefix}/'),
        'partner_id': partner,
        'commercial_partner_id': partner,
        'partner_shipping_id': partner,
        'invoice_date_due': due,
        'sequence_number': SQL("n"),
        'sequence_prefix': SQL("%s", f'{prefix}/'),
        'invoice_user_id': SQL("NULL::int"),
    }
    if paid:
        move |= {
            'payment_state': SQL("'paid'"),
            'amount_residual': SQL("0"),
            'amount_residual_signed': SQL("0"),
        }
    first_move = clone(env, 'account_move', invoice.id, count, move)
    receivable = invoice.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
    line = {
        'move_id': SQL("%s + n - 1", first_move),
        'move_name': SQL("%s || n", f'{prefix}/'),
        'partner_id': partner,
    }
    clone(env, 'account_move_line', (invoice.line_ids - receivable)[:1].id, count, line)
    line['date_maturity'] = due
    if paid:
        line |= {
            'reconciled': SQL("TRUE"),
            'amount_residual': SQL("0"),
            'amount_residual_currency': SQL("0"),
        }
    return clone(env, 'account_move_line', receivable.id, count, line)


def match_with_payments(env, payment, first_line, count):
    """Pay every n-th of the paid invoices with a copy of a posted payment and match both."""
    paid = count // MATCHED_EVERY
    move = payment.move_id
    first_move = clone(
        env,
        'account_move',
        move.id,
        paid,
        {
            'name': SQL("'PAY/' || %s || n", f'{move.id}/'),
            'sequence_number': SQL("n"),
            'origin_payment_id': SQL("NULL"),
        },
    )
    credit = move.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
    settled = {
        'move_id': SQL("%s + n - 1", first_move),
        'reconciled': SQL("TRUE"),
        'amount_residual': SQL("0"),
        'amount_residual_currency': SQL("0"),
    }
    first_credit = clone(env, 'account_move_line', credit.id, paid, settled)
    [(first_full,)] = env.execute_query(
        SQL(
            "WITH made AS (INSERT INTO account_full_reconcile (create_date)"
            " SELECT NOW() FROM generate_series(1, %s) RETURNING id) SELECT MIN(id) FROM made",
            paid,
        )
    )
    env.execute_query(
        SQL(
            """
            INSERT INTO account_partial_reconcile (
                   debit_move_id, credit_move_id, full_reconcile_id, debit_currency_id,
                   credit_currency_id, company_id, amount, debit_amount_currency,
                   credit_amount_currency, max_date, create_date)
            SELECT %(line)s + (n - 1) * %(step)s, %(credit)s + n - 1, %(full)s + n - 1,
                   %(currency)s, %(currency)s, %(company)s, 100, 100, 100, %(date)s, NOW()
              FROM generate_series(1, %(count)s) AS n
         RETURNING 1
            """,
            line=first_line,
            step=MATCHED_EVERY,
            credit=first_credit,
            full=first_full,
            currency=move.currency_id.id,
            company=move.company_id.id,
            date=move.date,
            count=paid,
        )
    )


def make_ledger(env, customers, today):
    """Fill the database: `customers` times ten overdue invoices, five not due, and the paid ones.

    :return: id of the first customer
    """
    whom = (make_customers(env, customers), customers)
    add_overdue(env, whom, customers * OVERDUE, today, prefix='OVERDUE')
    later = SQL("%s::date + 1 + (n %% 60)::int", today)
    model = post_invoice(env, whom[0], today)
    clone_invoices(env, model, customers * NOT_DUE, whom, prefix='LATER', due=later)
    add_paid(env, whom, customers * PAID, today, prefix='PAID')
    env.cr.execute("ANALYZE")
    return whom[0]


def add_overdue(env, whom, count, today, *, prefix):
    """Add overdue invoices, and return the id of the first one's receivable line."""
    model = post_invoice(env, whom[0], today)
    return clone_invoices(env, model, count, whom, prefix=prefix, due=_some_time_ago(today))


def add_paid(env, whom, count, today, *, prefix):
    """Add paid invoices, a part of them matched with payments."""
    model = post_invoice(env, whom[0], today)
    payment = env['account.payment'].create({
        'payment_type': 'inbound',
        'partner_id': whom[0],
        'amount': 100,
        'date': today,
    })
    payment.action_post()
    due = _some_time_ago(today)
    first_line = clone_invoices(env, model, count, whom, prefix=prefix, due=due, paid=True)
    match_with_payments(env, payment, first_line, count)


def _some_time_ago(today):
    return SQL("%s::date - 11 - (n %% 170)::int", today)


def hash_ledger(env, customer, today):
    """Return a hash of what there is to collect: of each receivable line its facts, in order.

    :param int customer: id of the first customer
    """
    [(digest,)] = env.execute_query(
        SQL(
            """
            SELECT md5(string_agg(concat_ws(' ', %s::date - aml.date_maturity, aml.partner_id - %s,
                                            aml.amount_residual, aml.reconciled),
                                  ';' ORDER BY aml.id))
              FROM account_move_line aml
              JOIN account_account account ON account.id = aml.account_id
             WHERE account.account_type = 'asset_receivable' AND aml.parent_state = 'posted'
            """,
            today,
            customer,
        )
    )
    return digest
