"""A trader's receivables lived again in Odoo, day by day, by an ordinary program from outside."""

from collections import Counter, defaultdict

from .receivables import MonthEnd, describe, end_of_month, list_days, to_cents

RUN_FIELDS = ['opened_count', 'closed_count', 'reopened_count', 'open_count', 'state']


class Ledger:
    """Sends the invoices of each day, registers the payments of that day, then runs collection."""

    def __init__(self, door, bills, report=lambda day, month: None):
        self.door = door
        self.bills = bills
        self.report = report
        self.partners = {}
        self.moves = {}
        self.open_by_day = {}
        self.opened, self.closed = Counter(), Counter()
        self.months = {}

    def replay(self):
        """Live all days and return the table of what Odoo made of them."""
        self.open_books()
        issued, settled = defaultdict(list), defaultdict(list)
        for bill in self.bills:
            issued[bill.invoiced].append(bill)
            settled[bill.settled].append(bill)
        for day in list_days(self.bills):
            self.send_invoices(issued[day])
            self.take_payments(settled[day], day)
            self.collect(day)
        return self.describe()

    # === THE BOOKS === #

    def open_books(self):
        """Create the customers, and have one task per invoice, opened by us and not by night."""
        user = self.door.call('res.users', 'context_get')
        uid = user['uid']
        [values] = self.door.call('res.users', 'read', [uid], fields=['company_id'])
        self.company_id = values['company_id'][0]
        policies = self.door.call(
            'collection.policy', 'search', domain=[('company_id', '=', self.company_id)]
        )
        self.door.call(
            'collection.policy',
            'write',
            policies,
            vals={'grouping': 'invoice', 'is_started': False},
        )
        names = sorted({bill.customer for bill in self.bills})
        ids = self.door.add('res.partner', [{'name': name} for name in names])
        self.partners = dict(zip(names, ids, strict=True))

    def send_invoices(self, bills):
        if not bills:
            return
        ids = self.door.add('account.move', [self.prepare_invoice(bill) for bill in bills])
        self.door.call('account.move', 'action_post', ids)
        self.moves.update(zip((bill.number for bill in bills), ids, strict=True))

    def prepare_invoice(self, bill):
        line = {
            'name': f"Invoice {bill.number}",
            'quantity': 1,
            'price_unit': bill.cents / 100,
            'tax_ids': [(6, 0, [])],
        }
        return {
            'move_type': 'out_invoice',
            'partner_id': self.partners[bill.customer],
            'ref': bill.number,
            'invoice_date': str(bill.invoiced),
            'invoice_date_due': str(bill.due),
            'invoice_payment_term_id': False,
            'invoice_line_ids': [(0, 0, line)],
        }

    def take_payments(self, bills, day):
        if not bills:
            return
        ids = [self.moves[bill.number] for bill in bills]
        context = {'active_model': 'account.move', 'active_ids': ids}
        values = {'payment_date': str(day), 'group_payment': False}
        wizards = self.door.add('account.payment.register', [values], context=context)
        self.door.call(
            'account.payment.register', 'action_create_payments', wizards, context=context
        )

    # === COLLECTION === #

    def collect(self, day):
        [run_id] = self.door.add(
            'collection.run', [{'date': str(day), 'company_id': self.company_id}]
        )
        if self.door.call('collection.run', 'action_run', [run_id]) is not True:
            raise AssertionError(f"action_run of {day} did not return True.")
        [run] = self.door.call('collection.run', 'read', [run_id], fields=RUN_FIELDS)
        month = end_of_month(day)
        self.open_by_day[day] = run['open_count']
        self.opened[month] += run['opened_count']
        self.closed[month] += run['closed_count']
        if day == month:
            self.months[day] = self.close_month(day)
            self.report(day, self.months[day])

    def close_month(self, day):
        items = self.search_items([('state', '=', 'open')], ['amount_residual'])
        return MonthEnd(
            open=len(items),
            cents=sum(to_cents(item['amount_residual']) for item in items),
            opened=self.opened[day],
            closed=self.closed[day],
        )

    def search_items(self, domain, fields):
        domain = [('company_id', '=', self.company_id), *domain]
        return self.door.call('collection.item', 'search_read', domain=domain, fields=fields)

    # === THE RESULT === #

    def describe(self):
        """Return the table of what was measured."""
        items = self.search_items([], ['partner_id'])
        late = Counter(item['partner_id'][1] for item in items)
        return describe(sum(self.opened.values()), self.open_by_day, self.months, late)

    def find_leftovers(self):
        """Return a sentence for each thing that is not settled although every invoice is paid."""
        items = self.search_items([], ['state', 'close_reason', 'activity_id', 'amount_residual'])
        tasks = {item['activity_id'] and item['activity_id'][0] for item in items}
        live = self.door.call('mail.activity', 'search_count', domain=[('id', 'in', list(tasks))])
        counts = {
            'items beside those opened': len(items) - sum(self.opened.values()),
            'items that do not have a task of their own': len(items) - len(tasks - {False}),
            'items not closed': sum(item['state'] != 'closed' for item in items),
            'items not closed as paid': sum(item['close_reason'] != 'paid' for item in items),
            'items with something owed': sum(bool(item['amount_residual']) for item in items),
            'tasks still alive': live,
        }
        return [f"{what}: expected 0, got {count}" for what, count in counts.items() if count]
