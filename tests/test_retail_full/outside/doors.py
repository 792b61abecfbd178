"""The doors of a served Odoo, with one handle: XML-RPC, JSON-2 and the web client's own."""

import json
import os
import urllib.error
import urllib.request
import xmlrpc.client
from http.cookies import SimpleCookie

# How XML-RPC answers a method that did its work and returns nothing.
NOTHING_TO_SAY = "cannot marshal None"


class Refused(Exception):
    """Odoo said no; the text is Odoo's."""


class XmlRpc:
    """One user over XML-RPC. A connection serves one thread: take `again()` for another one."""

    def __init__(self, url, database, login, password, transport=xmlrpc.client.Transport):
        self._arguments = (url, database, login, password, transport)
        self._login = (database, self._authenticate(), password)
        self._models = self._proxy('object')

    def _proxy(self, service):
        url, _database, _login, _password, transport = self._arguments
        return xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/{service}', transport=transport())

    def _authenticate(self):
        _url, database, login, password, _transport = self._arguments
        uid = self._proxy('common').authenticate(database, login, password, {})
        if not uid:
            raise Refused(f"Odoo does not know {login} with this password.")
        return uid

    def again(self):
        """Return a second connection of the same user."""
        return type(self)(*self._arguments)

    def add(self, model, values, **kwargs):
        """Create records from a list of values and return their ids."""
        return self._execute(model, 'create', [values], kwargs)

    def call(self, model, method, ids=None, *args, **kwargs):
        """Call a method, on records when `ids` are given."""
        return self._execute(model, method, [] if ids is None else [ids, *args], kwargs)

    def _execute(self, model, method, args, kwargs):
        try:
            return self._models.execute_kw(*self._login, model, method, args, kwargs)
        except xmlrpc.client.Fault as fault:
            if NOTHING_TO_SAY in fault.faultString:
                return None
            raise Refused(fault.faultString.strip()) from fault


class Json2:
    """One user over JSON-2, known by an API key."""

    def __init__(self, url, database, key, send=urllib.request.urlopen):
        self._url = url
        self._send = send
        self._headers = {
            'Authorization': f'bearer {key}',
            'Content-Type': 'application/json; charset=utf-8',
            'X-Odoo-Database': database,
        }

    def add(self, model, values, **kwargs):
        """Create records from a list of values and return their ids."""
        return self.call(model, 'create', vals_list=values, **kwargs)

    def call(self, model, method, ids=None, **kwargs):
        """Call a method, on records when `ids` are given."""
        body = kwargs if ids is None else {'ids': ids, **kwargs}
        request = urllib.request.Request(
            f'{self._url}/json/2/{model}/{method}', json.dumps(body).encode(), self._headers
        )
        try:
            with self._send(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(self._read_reason(error)) from error

    @staticmethod
    def _read_reason(error):
        with error:
            return json.load(error)['message']


class WebClient:
    """One user with the session of a browser; nobody at all without a login."""

    def __init__(self, url, database, login=None, password=None, send=urllib.request.urlopen):
        self._url = url
        self._send = send
        self._headers = {'Content-Type': 'application/json; charset=utf-8'}
        if login:
            self._ask('/web/session/authenticate', db=database, login=login, password=password)

    def call(self, model, method, ids=None, **kwargs):
        """Call a method as a view does, on records when `ids` are given."""
        return self._call('call_kw', model, method, [] if ids is None else [ids], kwargs)

    def add(self, model, values, **kwargs):
        """Create records from a list of values and return their ids."""
        return self._call('call_kw', model, 'create', [values], kwargs)

    def press(self, model, method, ids, **kwargs):
        """Call a method as a button does."""
        return self._call('call_button', model, method, [ids], kwargs)

    def _call(self, door, model, method, args, kwargs):
        path = f'/web/dataset/{door}/{model}.{method}'
        return self._ask(path, model=model, method=method, args=args, kwargs=kwargs)

    def _ask(self, path, **params):
        body = {'jsonrpc': '2.0', 'method': 'call', 'params': params}
        request = urllib.request.Request(
            f'{self._url}{path}', json.dumps(body).encode(), self._headers
        )
        with self._send(request) as answer:
            self._keep_session(answer.headers.get_all('Set-Cookie') or ())
            told = json.load(answer)
        if 'error' in told:
            raise Refused(told['error']['data']['message'])
        return told.get('result')

    def _keep_session(self, cookies):
        for cookie in cookies:
            session = SimpleCookie(cookie).get('session_id')
            if session:
                self._headers['Cookie'] = f'session_id={session.value}'


def knock():
    """Return the door that `scripts/replay` opened, as its environment tells."""
    names = ('ODOO_URL', 'ODOO_DB', 'ODOO_LOGIN', 'ODOO_PASSWORD')
    return XmlRpc(*(os.environ[name] for name in names))
