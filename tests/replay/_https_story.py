"""A day at a till served by https: the browser asks, is answered, and changes its mind."""

import sys
import time

from _counter_story import compare
from _hardware_story import LONGEST_PAUSE, THROUGH_ODOO, HardwareStory
from _proxy import wait_for
from _servers import tell

ASKED = "If the browser asks to use devices, click Allow."
KEPT_AWAY = "Devices are blocked: click the icon left of the address."
LOCAL_PATIENCE = 9  # seconds after which the till does not wait for the proxy any more


class HttpsStory(HardwareStory):
    """What has to be true after each answer to the browser's question."""

    def _print_new(self, is_local):
        """Sell and print; the receipt comes out once, by the way that is open."""
        compare("The page reaches the proxy", self._reaches_proxy(), is_local)
        uuid = self._sell()
        start = time.monotonic()
        self._counter.print()
        compare("Dialog", self._counter.has_dialog(), False)
        self._wait_for_receipt(uuid)
        self._check_way(uuid, is_local)
        return time.monotonic() - start

    def _reaches_proxy(self):
        return self._counter.can_reach(f'{self._proxy.url}/hw_proxy/hello')

    def _check_way(self, uuid, is_local):
        """What goes through Odoo is a cashier's there; what does not, is told by the proxy."""
        document = self._counter.read_name(uuid)
        domain = [('document', '=', document), ('state', '=', 'done')]
        [job] = wait_for(
            "the job in Odoo",
            lambda: self._door.call('pos.hardware.job', 'search_read', domain, fields=['user_id']),
        )
        compare(f"{document} came locally", not job['user_id'], is_local)

    def _check_explained(self, words, name):
        """The navbar says what is wrong, the dialog also how it is printed nevertheless."""
        self._counter.wait_for_words(words)
        sentences = self._counter.read_devices(name)
        for expected in (words, THROUGH_ODOO):
            if expected not in sentences:
                sys.exit(f"The dialog lacks “{expected}”: {sentences}")

    # === ANSWERS === #

    def be_asked(self):
        """Nobody has answered: the cashier reads what to click, and sells meanwhile."""
        self._counter.listen_to_heart()
        self._check_explained(ASKED, 'asked')
        self._print_new(is_local=False)
        time.sleep(10)
        pause = self._counter.read_longest_pause()
        if pause > LONGEST_PAUSE:
            sys.exit(f"The page got no turn for {pause:.1f} s.")
        tell(
            f"Unanswered: the till says what to click, printed through Odoo, paused {pause:.2f} s."
        )

    def allow(self):
        """The page is not loaded anew: it hears of it."""
        self._counter.permit('granted')
        self._counter.wait_for_words("")
        seconds = self._print_new(is_local=True)
        tell(f"Allowed: the same page printed by the proxy beside it, in {seconds:.1f} s.")

    def forbid(self):
        """During the day it is taken away: the till goes on, and what it kept is not repeated."""
        self._counter.permit('denied')
        self._check_explained(KEPT_AWAY, 'forbidden')
        self._print_new(is_local=False)
        tell("Forbidden during the day: the till says what to click, and goes on through Odoo.")

    def forbid_while_printing(self):
        """The proxy has the job and hangs: the same job goes through Odoo, and is printed once."""
        pulses = self._proxy.count_pulses()
        uuid = self._sell()
        wait_for("the drawer", lambda: self._proxy.count_pulses() > pulses)
        self._proxy.freeze()
        self._counter.press_print()
        time.sleep(1)
        self._counter.permit('denied')
        time.sleep(LOCAL_PATIENCE)
        self._proxy.thaw()
        self._wait_for_receipt(uuid)
        self._counter.wait_until_printed()
        compare("Dialog", self._counter.has_dialog(), False)
        self._check_way(uuid, is_local=False)
        self._counter.wait_for_words(KEPT_AWAY)
        tell("Forbidden while the proxy hung with a job: sent through Odoo too, it came out once.")

    def load_forbidden(self, page):
        """The page is loaded while it is forbidden."""
        self._counter.open(page, 'denied')
        self._counter.start_selling()
        self._counter.wait_for_words(KEPT_AWAY)
        self._print_new(is_local=False)
        tell("Loaded while it is forbidden: the till opens, and prints through Odoo.")

    def end(self):
        """Nothing came out a second time, whatever was kept meanwhile."""
        self._counter.permit('granted')
        self._counter.wait_for_words("")
        self._counter.wait_for_nothing_kept()
        time.sleep(5)
        self._check_receipts()
        tell(f"{len(self._receipts)} receipts, each on the paper once.")
