"""A till with our proxy: each document comes out once, whatever is cut off, and nothing freezes.

    hardware_till

A real Chromium opens a till whose proxy is a real one with virtual devices, paired with Odoo. A
cashier scans, weighs, sells for cash, has kitchen ticket and receipt printed and runs out of paper.
Then the proxy is killed and started again, the browser is kept from it, Odoo is, and both at once.
After each step page, server, proxy and paper are compared. What the screen shows is kept in
`.run/log/hardware-till/`.
"""

import os
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from _browser import Browser
from _cable import Cable
from _hardware_page import counter_of
from _hardware_shop import pair, set_up
from _hardware_story import HardwareStory
from _outside import XmlRpc
from _proxy import Proxy
from _servers import LOGS, tell
from _till import log_in

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
PICTURES = LOGS / 'hardware-till'


def tell_story(story):
    story.look_at_devices()
    story.scan()
    story.weigh()
    story.pay()
    story.print()
    story.check_log()
    story.run_out_of_paper()
    story.put_paper_in()
    story.survive_a_kill()
    story.print_through_odoo()
    offline = story.print_without_odoo()
    story.print_without_both()
    story.come_back(offline)


def work(cable, proxy, file, browser, counter):
    door = XmlRpc(URL, DB, LOGIN, PASSWORD)
    proxy_id, printers = pair(door, URL, file)
    till, templates = set_up(door, proxy_id, printers)
    log_in(browser, cable.url, LOGIN, PASSWORD)
    counter.open(f'{cable.url}/pos/ui/{till}')
    counter.wait_for_devices(printer='connected', scale='connected', scanner='connected')
    counter.start_selling()
    tell_story(HardwareStory(door, proxy, counter, templates, cable, printers['receipt']))


def main():
    start = time.monotonic()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    cable = Cable(urlsplit(URL).port)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = folder / 'profile'
        profile.mkdir()
        with (
            closing(Proxy(folder, cable.url, LOGS / 'replay-proxy.log')) as proxy,
            closing(Browser(profile)) as browser,
            counter_of(browser, PICTURES) as counter,
        ):
            work(cable, proxy, folder / 'proxy.toml', browser, counter)
    tell(f"Page, server, proxy and paper agree ({time.monotonic() - start:.0f} s).")


if __name__ == '__main__':
    main()
