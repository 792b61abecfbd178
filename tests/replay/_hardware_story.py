"""A day at a counter with our proxy: each way to the printer, closed and opened again."""

import sys
import time

from _counter_shop import COFFEE
from _counter_story import DONE, NO_PAPER, Story, compare
from _proxy import wait_for
from _servers import tell

NOTHING = "Paper out on receipt. Nothing was printed."
KEPT = "Not printed yet"
THROUGH_ODOO = "Proxy not reached: this till prints through Odoo now."
LONGEST_PAUSE = 3  # seconds without a turn: a page that is frozen has none for minutes


class HardwareStory(Story):
    """What has to be true after each step.

    :param Cable cable: between page and Odoo
    :param int device: in Odoo, prints receipts
    """

    def __init__(self, door, proxy, counter, templates, cable, device):
        super().__init__(door, proxy, counter, templates)
        self._cable, self._device = cable, device
        self._receipts = []  # what the QR codes on the paper have to say
        self._pulses = 0  # of the drawer, before the proxy forgot them

    def print(self):
        super().print()
        self._receipts.append(self._address)

    def _check_receipts(self):
        compare("Codes on the paper", self._proxy.read_codes(), self._receipts)

    def _wait_for_receipt(self, uuid):
        """Wait until the receipt of an order is on the paper, once."""
        self._receipts.append(self._counter.read_ticket_address(uuid))
        wait_for("the receipt", lambda: len(self._proxy.read_codes()) >= len(self._receipts))
        self._check_receipts()

    def _tear_paper_off(self):
        """Virtual devices that start anew have fresh paper, and never opened a drawer."""
        self._pulses += self._proxy.count_pulses()
        self._receipts = []

    def _sell(self):
        """Sell a coffee; return the uuid of the order."""
        self._counter.go_on()
        self._counter.choose(self._templates[COFFEE])
        return self._counter.pay_cash()[0]

    # === AS EVER === #

    def look_at_devices(self):
        self._counter.wait_for_words("")
        self._counter.open_devices()
        self._counter.take_picture('devices')
        self._counter.close_dialog()

    def check_log(self):
        """Odoo knows who opened the drawer, and what was printed locally."""
        found = wait_for("the drawer's log", self._read_openings)
        compare("Openings", [each['reason'] for each in found], ["Payment"])
        wait_for("the jobs in Odoo", self._count_jobs)
        tell("Odoo has the opening of the drawer, and the jobs that did not go through it.")

    def _read_openings(self):
        domain = [('device_id', '=', self._device)]
        return self._door.call(
            'pos.hardware.drawer.opening', 'search_read', domain, fields=['reason', 'employee_name']
        )

    def _count_jobs(self):
        domain = [('device_id', '=', self._device), ('state', '=', 'done')]
        return self._door.call('pos.hardware.job', 'search_count', domain)

    def run_out_of_paper(self):
        self._proxy.set_fault('receipt', 'paper_out', is_on=True)
        self._counter.print()
        title, text = self._counter.read_failure()
        compare("Title", title, "Printing failed")
        if not text.startswith(NOTHING):
            sys.exit(f"The cashier reads: {text}")
        self._counter.wait_for_words("Paper out on receipt.")
        self._counter.take_picture('paper-out')
        self._check_receipts()
        self._check_order(self._uuid, nb_print=1)
        tell("Without paper the cashier reads what is missing where, and that nothing was printed.")

    def put_paper_in(self):
        self._proxy.set_fault('receipt', 'paper_out', is_on=False)
        self._counter.answer_failure("Retry")
        self._wait_for_receipt(self._uuid)
        self._check_jobs(receipt={DONE: 2, NO_PAPER: 1}, kitchen={DONE: 1})
        self._counter.wait_for_words("")
        tell("With new paper it was printed when the cashier asked for it, once.")

    # === WAYS THAT CLOSE === #

    def survive_a_kill(self):
        """The proxy dies: the page stays alive, the receipt waits, and comes out once."""
        uuid = self._sell()
        self._tear_paper_off()
        self._proxy.kill()
        self._counter.listen_to_heart()
        self._counter.print()
        title, _text = self._counter.read_failure()
        compare("Title", title, KEPT)
        self._counter.take_picture('killed')
        time.sleep(15)
        pause = self._counter.read_longest_pause()
        if pause > LONGEST_PAUSE:
            sys.exit(f"The page got no turn for {pause:.1f} s.")
        self._proxy.start()
        self._counter.wait_for_proxy('connected')
        self._wait_for_receipt(uuid)
        self._counter.answer_failure("Retry")
        self._counter.wait_until_printed()
        self._counter.wait_for_nothing_kept()
        time.sleep(3)  # what would come out twice has its time
        self._check_receipts()
        tell(f"The proxy was killed: the page paused for {pause:.2f} s, the receipt came out once.")

    def print_through_odoo(self):
        """The browser may not reach the proxy, as on a tablet: the job goes through Odoo."""
        uuid = self._sell()
        self._counter.block(self._proxy.url)
        self._counter.wait_for_words(THROUGH_ODOO)
        self._counter.print()
        compare("Dialog", self._counter.has_dialog(), False)
        self._wait_for_receipt(uuid)
        self._counter.open_devices()
        self._counter.take_picture('through-odoo')
        self._counter.close_dialog()
        self._counter.block()
        self._counter.wait_for_words("")
        tell("With its proxy out of reach the till printed through Odoo.")

    def print_without_odoo(self):
        """Odoo cannot be reached: what is sold then is printed by the proxy beside the till."""
        self._cable.pull()
        self._counter.notice('offline')
        uuid = self._sell()
        self._counter.print()
        self._wait_for_receipt(uuid)
        self._counter.take_picture('offline')
        tell("Without Odoo the till sold and printed.")
        return uuid

    def print_without_both(self):
        """Neither answers: the receipt is kept, and printed once when one of both does."""
        uuid = self._sell()
        self._counter.block(self._proxy.url)
        self._counter.print()
        title, _text = self._counter.read_failure()
        compare("Title", title, KEPT)
        self._counter.take_picture('neither')
        self._check_receipts()
        self._counter.answer_failure("Continue")
        self._counter.block()
        self._wait_for_receipt(uuid)
        self._counter.wait_for_nothing_kept()
        tell("Without both the receipt was kept, and printed when the proxy could be reached.")

    def come_back(self, *uuids):
        """The cable is back: Odoo gets its orders, and nothing is printed a second time."""
        self._cable.plug_in()
        self._counter.notice('online')
        for uuid in uuids:
            wait_for("the order in Odoo", lambda uuid=uuid: self._find_order(uuid))
        time.sleep(5)
        self._check_receipts()
        pulses = self._pulses + self._proxy.count_pulses()
        wait_for("the drawer's log", lambda: len(self._read_openings()) >= pulses)
        compare("Openings in the log", len(self._read_openings()), pulses)
        tell("Odoo has every order and every opening of the drawer; no receipt came out twice.")

    def _find_order(self, uuid):
        return self._door.call('pos.order', 'search_count', [('uuid', '=', uuid)])
