"""Races of clerks and customers who promise, and pay, the same debts at once."""

import re
import urllib.parse
import urllib.request
from datetime import date, timedelta
from http.cookiejar import CookieJar

from _company import at_once, find_refusals

SOON, LATER = (date.today() + timedelta(days=days) for days in (7, 14))
# Who comes too late is told so: that is no fault.
PAID = ("A closed item cannot be held", "Nothing is owed here")


class Portal:
    """A customer who has the link to one invoice, at one Odoo process."""

    def __init__(self, url, path):
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.browser = urllib.request.build_opener(jar)
        self.page = self._open(path)

    def promise(self, day):
        """Send the form of the page; return whether the promise was made."""
        form = self.page[self.page.index('o_portal_promise') :]
        [path] = re.findall(r'action="([^"]+)"', form)[:1]
        fields = dict(re.findall(r'name="(csrf_token|access_token)"[^>]*value="([^"]+)"', form))
        [amount] = re.findall(r'name="amount"[^>]*value="([^"]+)"', form)
        answer = self._open(path, {**fields, 'amount': amount, 'date': str(day)})
        return 'You promised to pay' in answer and 'we have noted it' in answer

    def _open(self, path, values=None):
        data = values and urllib.parse.urlencode(values).encode()
        with self.browser.open(self.url + path, data) as answer:
            return answer.read().decode()


class Promises:
    """For a `Company`: each race returns what went wrong."""

    def promise(self, person, invoices, day):
        items = self.boss.find_items(invoices)
        return lambda: person.promise(items, day)

    def open_portal(self, server, invoice):
        """Return a customer who looks at an invoice."""
        path = self.boss.door.call('account.move', 'get_portal_url', [invoice])
        return Portal(server.url, path)

    def check_promises(self, invoices, promised=True):
        """Return what is wrong when one promise about each of these is to hold it, or none."""
        wrong = []
        for invoice in invoices:
            lines = self.boss.find_lines([invoice])
            made = self.read_promises(lines)
            still = [promise['date'] for promise in made if promise['state'] == 'open']
            if len(still) != promised:
                wrong.append(f"{len(still)} promises of one debt are open: {made}")
            held = self.boss.door.call(
                'collection.item',
                'search_read',
                domain=[('move_line_id', 'in', lines), ('hold_reason', '=', 'promise')],
                fields=['hold_until'],
            )
            days = [item['hold_until'] for item in held]
            if days != still and self.boss.find_items([invoice]):
                wrong.append(f"promised until {still}, held until {days}")
        return wrong

    def read_promises(self, lines):
        return self.boss.door.call(
            'collection.promise',
            'search_read',
            domain=[('line_ids.move_line_id', 'in', lines)],
            fields=['date', 'state', 'amount_paid'],
        )

    def promise_the_same(self):
        """Two clerks note a promise about the same debts: the later one replaces the other."""
        invoices = self.sell(3, per_customer=3)
        self.run()
        results = at_once(
            self.promise(self.second, invoices, SOON), self.promise(self.third, invoices, LATER)
        )
        return find_refusals(results) + self.check_promises(invoices)

    def promise_by_phone_and_in_the_portal(self):
        """A customer promises an invoice while a clerk notes what was said: one promise holds."""
        [invoice] = self.sell(1)
        self.run()
        customer = self.open_portal(self.servers[1], invoice)
        results = at_once(
            lambda: customer.promise(SOON), self.promise(self.third, [invoice], LATER)
        )
        return find_refusals(results) + self.check_promises([invoice])

    def promise_in_two_windows(self):
        """A customer without a case promises one thing twice: once it is made, once refused."""
        [invoice] = self.sell(1)
        windows = [self.open_portal(server, invoice) for server in self.servers[1:]]
        made = at_once(*(lambda window=window: window.promise(SOON) for window in windows))
        wrong = [f"made and refused: {made}"] * (sorted(made) != [False, True])
        return wrong + self.check_promises([invoice])

    def promise_while_another_pays(self):
        """Debts are paid while somebody promises them: nothing waits for money that is there."""
        invoices = self.sell(4)
        self.run()
        results = at_once(
            lambda: [self.promise(self.second, [invoice], SOON)() for invoice in invoices[:2]],
            self.pay(self.third, invoices),
            self.promise(self.chief, invoices[2:3], LATER),
        )
        return find_refusals(results, right=PAID) + self.check_promises(invoices, promised=False)

    def promise_while_a_run_looks(self):
        """Debts are promised while a run looks at them, which has to see it or leave it."""
        invoices = self.sell_chased_and_new()
        results = at_once(
            lambda: [self.promise(self.second, [one], SOON)() for one in invoices[:4]], self.run
        )
        return find_refusals(results) + self.check_promises(invoices[:4])

    def withdraw_while_another_pays(self):
        """A promise is taken back while the money comes."""
        invoices = self.sell(2)
        self.run()
        for invoice in invoices:
            self.promise(self.boss, [invoice], SOON)()
        items = self.boss.find_items(invoices)
        results = at_once(lambda: self.second.release(items), self.pay(self.third, invoices))
        return find_refusals(results) + self.check_promises(invoices, promised=False)
