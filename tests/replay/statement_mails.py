"""Statements by mail: whoever works at once and is killed meanwhile, each customer gets one.

First the served Odoo sends some because its scheduled action was woken. Then that sleeps, and two
processes work through the rest at the same moment; one of them is killed (SIGKILL) again and again
at random points, and another one takes its place.
"""

import os
import random
import subprocess
import sys
import time
from datetime import date

from _outside import XmlRpc
from _people import Clerk
from _servers import LOGS, ask, connect, kill, start_odoo, tell

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 12
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
AWAKE, MANY = 3, 60
# What is tried four times is given up: the last ones are left in peace.
IN_PEACE = 10
SECONDS_FOR_ALL = 600
LOG = LOGS / 'replay-statements.log'
WORK = b"env['customer.statement.mail']._cron_send()\n"
STATES = "SELECT state, COUNT(*) FROM customer_statement_mail GROUP BY state"
MAILS = """
SELECT message.res_id, COUNT(*), MIN(attached.files), MAX(attached.files)
  FROM mail_mail mail
  JOIN mail_message message ON message.id = mail.mail_message_id
  JOIN LATERAL (SELECT COUNT(*) AS files FROM message_attachment_rel
                 WHERE message_id = message.id) attached ON TRUE
 WHERE message.model = 'res.partner'
 GROUP BY message.res_id
"""


class Post:
    """A clerk who asks for statements, and the processes that mail them."""

    def __init__(self, clerk, door):
        self.clerk, self.door = clerk, door
        self.connection = connect(os.environ['ODOO_DB'])
        self.random = random.Random(SEED)
        self.killed = []

    def ask_for(self, count, name):
        """Sell to new customers, ask for their statements, and return them."""
        values = [
            {'name': f'{name} {n}', 'email': f'{name}-{n}@example.com'.lower()}
            for n in range(count)
        ]
        partners = self.clerk.door.add('res.partner', values)
        day = date.today()
        prepare = self.clerk.prepare_invoice
        self.clerk.sell([prepare(partner, 5000, day, day) for partner in partners])
        wanted = self.door.add('customer.statement', [{'partner_ids': [(6, 0, partners)]}])
        self.door.call('customer.statement', 'action_send', wanted)
        return partners

    def count(self):
        return dict(ask(self.connection, STATES))

    def wait_until_sent(self):
        end = time.monotonic() + SECONDS_FOR_ALL
        while self.count().get('waiting'):
            if time.monotonic() > end:
                raise RuntimeError(f"Statements are not sent: {self.count()}")
            time.sleep(0.2)

    def let_the_action_sleep(self):
        action = self.clerk.find_record('crm_accounting.ir_cron_statement_mail')
        self.clerk.door.call('ir.cron', 'write', [action], vals={'active': False})

    # === WORKERS === #

    def start(self):
        """Start a process that sends what waits, and ends."""
        worker = start_odoo(
            os.environ['ODOO_DB'], LOG, '--no-http', command='shell', stdin=subprocess.PIPE
        )
        worker.stdin.write(WORK)
        worker.stdin.close()
        return worker

    def work(self):
        """Let two work until nothing waits; one of them is killed now and then."""
        workers = [self.start(), self.start()]
        end = time.monotonic() + SECONDS_FOR_ALL
        while left := self.count().get('waiting'):
            if time.monotonic() > end:
                raise RuntimeError(f"Statements are not sent: {self.count()}; see {LOG}.")
            workers = [w if w.poll() is None else self.start() for w in workers]
            time.sleep(self.random.uniform(0, 1.5))
            if len(self.killed) < KILLS and left > IN_PEACE:
                self.kill_after_a_mail(workers)
        for worker in workers:
            worker.wait(SECONDS_FOR_ALL)

    def kill_after_a_mail(self, workers):
        """Kill the older one, unless nothing was sent since the last time: it may not work yet."""
        sent = self.count().get('sent', 0)
        if self.killed and sent == self.killed[-1]:
            return
        kill(workers.pop(0))
        workers.append(self.start())
        self.killed.append(sent)

    # === WHAT CAME OF IT === #

    def judge(self, partners):
        """Return a sentence for each thing that is wrong."""
        wrong = []
        mails = {partner: counts for partner, *counts in ask(self.connection, MAILS)}
        for partner in partners:
            if mails.get(partner) != [1, 1, 1]:
                wrong.append(f"customer {partner}: mails and their files {mails.get(partner)}")
        if set(self.count()) != {'sent'}:
            wrong.append(f"not all were sent: {self.count()}")
        return wrong


def open_post():
    """Return a post whose clerk may invoice, and no more."""
    url, database = os.environ['ODOO_URL'], os.environ['ODOO_DB']
    boss = XmlRpc(url, database, os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD'])
    clerk = Clerk(boss)
    clerk.hire('clerk', 'account.group_account_invoice')
    return Post(clerk, XmlRpc(url, database, 'clerk', 'clerk'))


def main():
    tell(f"seed {SEED}")
    post = open_post()
    partners = post.ask_for(AWAKE, 'Baker')
    post.wait_until_sent()
    tell(f"{AWAKE} were sent by the scheduled action of the served Odoo")
    post.let_the_action_sleep()
    partners += post.ask_for(MANY, 'Miller')
    start = time.monotonic()
    post.work()
    tell(f"{MANY} in {time.monotonic() - start:.0f} s by two processes; kills after so many:")
    tell(f"    {post.killed}")
    wrong = post.judge(partners)
    wrong += ["fewer were killed than should be"] * (len(post.killed) < KILLS)
    for line in wrong:
        tell(line)
    return wrong


if __name__ == '__main__':
    if main():
        sys.exit("A statement was lost or sent twice.")
