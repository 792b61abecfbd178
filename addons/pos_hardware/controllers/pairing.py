from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..wire import Reader
from .routes import route_of_proxy

BYTES_OF_BODY = 16 << 10


class HardwarePairing(http.Controller):
    """What a proxy asks before it has a token. It is no user: code does all."""

    @route_of_proxy('/pos_hardware/pair/begin', max_content_length=BYTES_OF_BODY)
    def begin(self, **params):
        return self._pairings()._begin(Reader(request.env, params))

    @route_of_proxy('/pos_hardware/pair/poll', max_content_length=BYTES_OF_BODY)
    def poll(self, **params):
        return self._pairings()._poll(Reader(request.env, params))

    def _pairings(self):
        request.update_env(user=SUPERUSER_ID)
        return request.env['pos.hardware.pairing']
