"""A till: a database served by an Odoo process of its own, opened in a Chromium of its own."""

import contextlib
import subprocess
import sys
from pathlib import Path

import requests
from _browser import open_page
from _harness import derive_conf, place_beside_conf

CLONE = Path(__file__).resolve().parents[1]
sys.path.append(str(CLONE / 'scripts/lib'))

import ports  # noqa: E402
import serving  # noqa: E402

LOGS = CLONE / '.run/log'
IN_PAGE = Path(__file__).with_name('_till.js').read_text()
KEPT_BY_A_TILL = 'cache_storage,indexeddb,local_storage,service_workers'
INDEX = '/get_card_index'
SECONDS_OF_SILENCE = 0.3


@contextlib.contextmanager
def serve(database):
    """Serve a database by an Odoo process that ends with us, and give its address."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log, port = LOGS / f'bench-{database}.log', ports.find_free(0)
    conf = derive_conf(place_beside_conf(database) / 'odoo.conf', database)
    command = [sys.executable, '-m', 'odoo', 'server', '-c', conf, '--max-cron-threads=0']
    with log.open('w') as file:
        process = subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', *command, f'--http-port={port}'],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        url = f'http://127.0.0.1:{port}'
        if not serving.wait_for(f'{url}/web/login') or not ports.is_owner(port, process.pid):
            sys.exit(f"Odoo did not start to serve: see {log}.")
        yield url
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def open_till(database, till_id):
    with serve(database) as url, open_page() as page:
        yield Till(page, url, database, till_id)


class Till:
    """A till in a browser of its own, the administrator logged in."""

    def __init__(self, page, url, database, till_id):
        self.page, self.url = page, url
        self.address = f'{url}/pos/ui/{till_id}?from_backend=1'
        page.call('Page.addScriptToEvaluateOnNewDocument', source=IN_PAGE)
        page.call('Network.setCookie', name='session_id', value=log_in(url, database), url=url)

    def start(self, *, is_cold):
        """Open the till as somebody does who comes to work, until all is quiet again.

        :param bool is_cold: a browser that was never here; otherwise one that was here yesterday
        :return: `seconds` until the products are on the screen; `bytes` of all that came for it,
            which the index of cards is not: `index_bytes`
        """
        self.page.call('Page.navigate', url='about:blank')
        if is_cold:
            self.page.call('Network.clearBrowserCache')
            self.page.call(
                'Storage.clearDataForOrigin', origin=self.url, storageTypes=KEPT_BY_A_TILL
            )
        self.page.wait_for_silence(SECONDS_OF_SILENCE)
        self.page.forget_requests()
        self.page.call('Page.navigate', url=self.address)
        seconds = self.page.wait_for('bench.shownAt') / 1000
        index = self.page.evaluate('bench.finishIndex()')
        self.page.wait_for_silence(SECONDS_OF_SILENCE)
        self.page.evaluate('bench.check()')
        return {'seconds': seconds, **self.sum_up_bytes(), **index}

    def sum_up_bytes(self):
        requests = self.page.requests.values()
        index = sum(request['bytes'] for request in requests if request['url'].endswith(INDEX))
        return {
            'bytes': sum(request['bytes'] for request in requests) - index,
            'index_bytes': index,
        }


def log_in(url, database):
    """Return the session of the administrator."""
    params = {'db': database, 'login': 'admin', 'password': 'admin'}
    answer = requests.post(f'{url}/web/session/authenticate', json={'params': params}, timeout=60)
    if not answer.json().get('result', {}).get('uid'):
        sys.exit(f"Nobody could log in at {url}: {answer.text}")
    return answer.cookies['session_id']
