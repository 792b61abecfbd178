"""A ledger for one night of several chunks, and how that night ended, read from PostgreSQL."""

from datetime import date, timedelta

from _people import Clerk
from _servers import ask

DAY = date.today() - timedelta(days=1)
EARLIER = DAY - timedelta(days=20)
CUSTOMERS = 3500
BATCH = 500

# What must not depend on where a run was killed; texts and counts, no ids that a sequence gave.
END = {
    'items': """
        SELECT item.move_line_id, item.state, level.days, item.next_step, item.amount_opened::text,
               item.date_due::text, item.opened_on::text, item.reopen_count, kase.partner_id
          FROM collection_item item
          JOIN collection_case kase ON kase.id = item.case_id
          JOIN collection_level level ON level.id = item.level_id""",
    'tasks': """
        SELECT kase.partner_id, task.res_model, task.active, task.user_id, task.summary,
               task.date_deadline::text, level.days, COUNT(item.id)
          FROM mail_activity task
          JOIN collection_case kase ON task.res_model = 'collection.case' AND kase.id = task.res_id
          JOIN collection_level level ON level.id = task.collection_level_id
     LEFT JOIN collection_item item ON item.activity_id = task.id AND item.state <> 'closed'
         WHERE task.is_collection
      GROUP BY kase.partner_id, task.id, level.days""",
    'cases': """
        SELECT kase.partner_id, level.days FROM collection_case kase
     LEFT JOIN collection_level level ON level.id = kase.level_id""",
    'runs': """
        SELECT date::text, is_scheduled, state, error, opened_count, closed_count, reopened_count,
               open_count
          FROM collection_run""",
    'what the runs looked at': """
        SELECT run.date::text, run.is_scheduled, run.checked_count, line.outcome, line.count,
               line.amount::text
          FROM collection_run run
     LEFT JOIN collection_run_line line ON line.run_id = run.id""",
    'nights covered': """
        SELECT last_scheduled_date::text, is_started FROM collection_policy""",
    'messages': """
        SELECT message.subject, message.message_type, notice.res_partner_id, COUNT(*)
          FROM mail_message message
     LEFT JOIN mail_notification notice ON notice.mail_message_id = message.id
         WHERE message.model = 'collection.run'
      GROUP BY message.subject, message.message_type, notice.res_partner_id""",
}


def read_end(connection):
    """Return how the night ended, comparable between copies of one database."""
    return {
        name: sorted(ask(connection, query), key=lambda row: tuple(map(str, row)))
        for name, query in END.items()
    }


def compare(expected, found):
    """Return a sentence for each part in which two ends differ."""
    return [
        f"{name}: expected {[row for row in rows if row not in found[name]][:3]}"
        f" of {len(rows)}, got {[row for row in found[name] if row not in rows][:3]}"
        f" of {len(found[name])}"
        for name, rows in expected.items()
        if rows != found[name]
    ]


class Ledger:
    """A company whose night has everything to do: open, raise, release and give to two people."""

    def __init__(self, door):
        self.clerk = Clerk(door)
        self.entries = []

    def fill(self):
        """Post debts of all customers, chase the older ones, and leave the rest to the night."""
        self.clerk.set_policy(grouping='customer', is_started=False, use_working_days=False)
        self.form_team()
        self.accounts = [self.find_account('asset_receivable'), self.find_account('income')]
        self.journal = self.clerk.door.call(
            'account.journal', 'search', domain=[('type', '=', 'general')], limit=1
        )[0]
        partners = self.clerk.add_customers(f"Customer {n}" for n in range(CUSTOMERS))
        for start in range(0, CUSTOMERS, BATCH):
            self.post(partners[start : start + BATCH])
        self.clerk.run(EARLIER)
        self.wait_for_the_night()

    def form_team(self):
        """Form a team whose two members get tasks in turn."""
        group = 'crm_accounting.crm_accounting_group_own'
        members = [self.clerk.hire(f'collector-{n}', group) for n in range(2)]
        values = {
            'name': "Collection",
            'is_collection_team': True,
            'collection_assignment': 'turn',
            'member_ids': [(6, 0, members)],
        }
        self.clerk.set_policy(team_id=self.clerk.door.add('crm.team', [values])[0])

    def find_account(self, account_type):
        domain = [('account_type', '=', account_type)]
        return self.clerk.door.call('account.account', 'search', domain=domain, limit=1)[0]

    def post(self, partners):
        """Post one entry with a debt of each customer, a second one and a credit of some."""
        lines = []
        for partner in partners:
            lines.append(self.prepare_line(partner, 100 + partner % 7))
            if partner % 5 == 0:
                lines.append(self.prepare_line(partner, 50, days=partner % 3))
            if partner % 11 == 0:
                lines.append(self.prepare_line(partner, -500))
        balance = sum(line['debit'] - line['credit'] for line in lines)
        lines.append({'account_id': self.accounts[1], 'debit': 0, 'credit': balance})
        values = {
            'journal_id': self.journal,
            'date': str(DAY - timedelta(days=90)),
            'line_ids': [(0, 0, line) for line in lines],
        }
        self.clerk.door.call('account.move', 'action_post', self.add_entry(values))

    def add_entry(self, values):
        return self.clerk.door.add('account.move', [values])

    def prepare_line(self, partner, amount, days=None):
        """Return a line of the entry that fell due, by the customer, 0 to 60 days ago."""
        days = partner % 61 if days is None else days
        return {
            'account_id': self.accounts[0],
            'partner_id': partner,
            'debit': max(amount, 0),
            'credit': max(-amount, 0),
            'date_maturity': str(DAY - timedelta(days=days)),
            'no_followup': False,
        }

    def wait_for_the_night(self):
        """Make the nightly run due, and stop all actions: the served Odoo must not begin it."""
        night = self.clerk.find_record('crm_accounting.ir_cron_collection_run')
        actions = self.clerk.door.call('ir.cron', 'search', domain=[])
        self.clerk.set_policy(is_started=True)
        self.clerk.door.call('ir.cron', 'write', [night], vals={'nextcall': f'{DAY} 00:00:00'})
        self.clerk.door.call('ir.cron', 'write', actions, vals={'active': False})
        return night
