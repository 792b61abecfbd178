import json

from werkzeug.exceptions import abort

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..wire import Reader
from .routes import route_of_proxy


class HardwareProxy(http.Controller):
    """What a paired proxy asks and tells: find it by its token, call one method, answer."""

    @route_of_proxy('/pos_hardware/proxy/hello')
    def hello(self, **params):
        return self._find_proxy()._hello(Reader(request.env, params))

    @route_of_proxy('/pos_hardware/proxy/fetch')
    def fetch(self, **params):
        proxy = self._find_proxy()
        return request.env['pos.hardware.job']._fetch_for(proxy, Reader(request.env, params))

    @route_of_proxy('/pos_hardware/proxy/report')
    def report(self, **params):
        proxy = self._find_proxy()
        return request.env['pos.hardware.job']._report_for(proxy, Reader(request.env, params))

    def _find_proxy(self):
        """Return the proxy whose token the request has; work as the system, on its records only.

        :raise HTTPException: 401, no valid token
        """
        scheme, _blank, token = request.httprequest.headers.get('Authorization', '').partition(' ')
        request.update_env(user=SUPERUSER_ID)
        proxies = request.env['pos.hardware.proxy']
        proxy = proxies._find_by_token(token.strip() if scheme.lower() == 'bearer' else '')
        if not proxy:
            abort(self._refuse())
        return proxy.with_company(proxy.company_id)

    def _refuse(self):
        """Return a 401 that says why: an exception would become Odoo's 200 with an error in it."""
        body = json.dumps({'error': {'code': 'token_wrong', 'message': "Pair this proxy again."}})
        headers = {'WWW-Authenticate': 'Bearer'}
        return request.make_response(
            body, [*headers.items(), ('Content-Type', 'application/json')], status=401
        )
