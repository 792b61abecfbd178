"""What an ordinary program does with a company's books: sell, take money, run collection."""

from .receivables import to_cents


class Books:
    """The books of the company of the user behind a door."""

    def __init__(self, door):
        self.door = door
        uid = door.call('res.users', 'context_get')['uid']
        [user] = door.call('res.users', 'read', [uid], fields=['company_id'])
        self.company_id = user['company_id'][0]

    def set_policy(self, **values):
        company = [('company_id', '=', self.company_id)]
        policies = self.door.call('collection.policy', 'search', domain=company)
        self.door.call('collection.policy', 'write', policies, vals=values)

    def set_time_zone(self, zone):
        [company] = self.door.call('res.company', 'read', [self.company_id], fields=['partner_id'])
        self.door.call('res.partner', 'write', [company['partner_id'][0]], vals={'tz': zone})

    def add_customers(self, names):
        return self.door.add('res.partner', [{'name': name} for name in names])

    def sell(self, invoices):
        """Send invoices, from values of :meth:`prepare_invoice`, and return their ids."""
        ids = self.door.add('account.move', invoices)
        self.door.call('account.move', 'action_post', ids)
        return ids

    @staticmethod
    def prepare_invoice(partner_id, cents, invoiced, due, ref=''):
        """Return an untaxed invoice of one line."""
        line = {'name': ref, 'quantity': 1, 'price_unit': cents / 100, 'tax_ids': [(6, 0, [])]}
        return {
            'move_type': 'out_invoice',
            'partner_id': partner_id,
            'ref': ref,
            'invoice_date': str(invoiced),
            'invoice_date_due': str(due),
            'invoice_payment_term_id': False,
            'invoice_line_ids': [(0, 0, line)],
        }

    def pay(self, invoice_ids, day):
        """Register one payment in full for each invoice."""
        context = {'active_model': 'account.move', 'active_ids': invoice_ids}
        values = {'payment_date': str(day), 'group_payment': False}
        wizards = self.door.add('account.payment.register', [values], context=context)
        self.door.call(
            'account.payment.register', 'action_create_payments', wizards, context=context
        )

    def run(self, day):
        """Run collection as of `day` and return the id of the run."""
        [run] = self.door.add('collection.run', [{'date': str(day), 'company_id': self.company_id}])
        if self.door.call('collection.run', 'action_run', [run]) is not True:
            raise AssertionError(f"action_run of {day} did not return True.")
        return run

    def foresee(self, invoice_ids):
        """Return on which day each of these unpaid invoices is usually paid, by its id."""
        rows = self.door.call(
            'collection.forecast',
            'search_read',
            domain=[('move_id', 'in', invoice_ids), ('amount_due', '>', 0)],
            fields=['move_id', 'date_usual'],
        )
        return {row['move_id'][0]: row['date_usual'] for row in rows}

    def read_items(self, domain=()):
        """Return items, with what is owed in cents."""
        items = self.door.call(
            'collection.item',
            'search_read',
            domain=[('company_id', '=', self.company_id), *domain],
            fields=[
                'move_line_id',
                'partner_id',
                'state',
                'close_reason',
                'activity_id',
                'amount_residual',
            ],
        )
        return [{**item, 'cents': to_cents(item['amount_residual'])} for item in items]
