"""What people do with a company's books beside selling and paying, each at an Odoo of their own."""

from datetime import date, timedelta

from _outside import Books

RECEIVABLE = [('account_type', '=', 'asset_receivable')]


class Clerk(Books):
    """A person at one Odoo process."""

    def __init__(self, door):
        super().__init__(door)
        self.uid = door.call('res.users', 'context_get')['uid']

    def find_lines(self, invoices):
        """Return the receivable lines of invoices."""
        domain = [('move_id', 'in', invoices), *RECEIVABLE]
        return self.door.call('account.move.line', 'search', domain=domain)

    def find_items(self, invoices):
        return [item['id'] for item in self.read_items([('move_id', 'in', invoices)])]

    # === UNDOING PAYMENTS === #

    def un_reconcile(self, invoice):
        """Undo the matchings of an invoice as the list of journal items does."""
        lines = self.find_lines([invoice])
        self.door.call('account.move.line', 'remove_move_reconcile', lines)

    def un_reconcile_one_by_one(self, invoice):
        """Undo the matchings of an invoice as the widget in its form does."""
        partials = self.door.call(
            'account.partial.reconcile',
            'search',
            domain=[('debit_move_id', 'in', self.find_lines([invoice]))],
        )
        for partial in partials:
            self.door.call(
                'account.move', 'js_remove_outstanding_partial', [invoice], partial_id=partial
            )

    def find_payments(self, invoices):
        domain = [('invoice_ids', 'in', invoices)]
        return self.door.call('account.payment', 'search', domain=domain)

    def reject(self, payment):
        self.door.call('account.payment', 'action_reject', [payment])

    def reset(self, payment):
        self.door.call('account.payment', 'action_draft', [payment])

    # === CREDIT NOTES === #

    def credit(self, invoice, day):
        """Credit an invoice in full: posting the credit note matches both."""
        [move] = self.door.call('account.move', 'read', [invoice], fields=['journal_id'])
        wizards = self.door.add(
            'account.move.reversal',
            [{'date': str(day), 'journal_id': move['journal_id'][0]}],
            context={'active_model': 'account.move', 'active_ids': [invoice]},
        )
        self.door.call('account.move.reversal', 'refund_moves', wizards)
        notes = self.door.call(
            'account.move', 'search', domain=[('reversed_entry_id', '=', invoice)]
        )
        self.door.call('account.move', 'action_post', notes)

    # === ITEMS === #

    def hold(self, items, days=30):
        until = date.today() + timedelta(days=days)
        self.door.call('collection.item', 'action_hold', items, reason='promise', until=str(until))

    def promise(self, items, day):
        self.door.call('collection.item', 'action_promise', items, date=str(day))

    def release(self, items):
        self.door.call('collection.item', 'action_release', items)

    def write_off(self, item):
        self.door.call('collection.item', 'action_write_off', [item], reason="Bankrupt")

    # === CUSTOMERS AND COLLEAGUES === #

    def merge(self, source, destination):
        """Merge two customers."""
        wizards = self.door.add(
            'base.partner.merge.automatic.wizard',
            [
                {
                    'state': 'selection',
                    'partner_ids': [(6, 0, [source, destination])],
                    'dst_partner_id': destination,
                }
            ],
        )
        self.door.call('base.partner.merge.automatic.wizard', 'action_merge', wizards)

    def hire(self, login, *groups):
        """Return a new user with these groups, whose password is the login."""
        group_ids = [self.find_record(group) for group in groups]
        values = {
            'name': login,
            'login': login,
            'password': login,
            'email': f'{login}@example.com',
            'group_ids': [(6, 0, group_ids)],
        }
        [user] = self.door.add('res.users', [values], context={'no_reset_password': True})
        return user

    def find_record(self, xml_id):
        module, name = xml_id.split('.')
        [found] = self.door.call(
            'ir.model.data',
            'search_read',
            domain=[('module', '=', module), ('name', '=', name)],
            fields=['res_id'],
        )
        return found['res_id']

    def archive(self, user):
        self.door.call('res.users', 'action_archive', [user])

    # === THE NIGHT === #

    def trigger_night(self):
        """Run the scheduled action now, as the button of the administrator does."""
        crons = self.find_record('crm_accounting.ir_cron_collection_run')
        return self.door.call('ir.cron', 'method_direct_trigger', [crons])

    def find_nights(self):
        """Return the scheduled runs that are done."""
        domain = [('is_scheduled', '=', True), ('state', '=', 'done')]
        return set(self.door.call('collection.run', 'search', domain=domain))
