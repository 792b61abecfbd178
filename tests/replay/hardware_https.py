"""A till served by https, whose browser lets it reach the proxy beside it only if it is told to.

    hardware_https

Chromium takes the page for one of the internet. While nobody has answered its question, after
Allow, and after that was taken away, receipts come out once: through Odoo, or by the proxy at once.
The proxy is paired by https too, with a certificate that its machine knows. What the screen shows
is kept in `.run/log/hardware-https/`.
"""

import os
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from _browser import Browser
from _hardware_page import counter_of
from _hardware_shop import pair, set_up
from _https_page import HttpsCounter
from _https_story import HttpsStory
from _outside import XmlRpc
from _proxy import Proxy
from _servers import LOGS, tell
from _till import log_in
from _tls_cable import TlsCable, make_certificate

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
PICTURES = LOGS / 'hardware-https'


def list_switches(cable):
    """Return what makes a page of this machine one of the internet, to this browser."""
    host = urlsplit(cable.url).netloc
    return ['--ignore-certificate-errors', f'--ip-address-space-overrides={host}=public']


def tell_story(story, page):
    story.be_asked()
    story.allow()
    story.forbid()
    story.load_forbidden(page)
    story.allow()
    story.forbid_while_printing()
    story.end()


def work(cable, proxy, file, browser, counter):
    door = XmlRpc(URL, DB, LOGIN, PASSWORD)
    # With it Odoo's own client asks for devices of the network, and does not reach this machine.
    door.call('ir.config_parameter', 'set_param', key='point_of_sale.use_lna', value='True')
    proxy_id, printers = pair(door, cable.url, file)
    till, templates = set_up(door, proxy_id, printers)
    log_in(browser, cable.url, LOGIN, PASSWORD)
    page = f'{cable.url}/pos/ui/{till}'
    counter.open(page, 'prompt')
    counter.start_selling()
    tell_story(HttpsStory(door, proxy, counter, templates, cable, printers['receipt']), page)


def main():
    start = time.monotonic()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = folder / 'profile'
        profile.mkdir()
        certificate, key = make_certificate(folder)
        os.environ['SSL_CERT_FILE'] = str(certificate)  # what the proxy believes
        cable = TlsCable(urlsplit(URL).port, certificate, key)
        with (
            closing(Proxy(folder, cable.url, LOGS / 'replay-proxy.log')) as proxy,
            closing(Browser(profile, *list_switches(cable))) as browser,
            counter_of(browser, PICTURES, HttpsCounter) as counter,
        ):
            work(cable, proxy, folder / 'proxy.toml', browser, counter)
    tell(f"Page, server, proxy and paper agree ({time.monotonic() - start:.0f} s).")


if __name__ == '__main__':
    main()
