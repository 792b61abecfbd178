from functools import partial

from odoo import http

BYTES_OF_BODY = 1 << 20

# A proxy is no user and has no session: what it may do, its token says.
route_of_proxy = partial(
    http.route,
    type='jsonrpc',
    auth='public',
    methods=['POST'],
    save_session=False,
    max_content_length=BYTES_OF_BODY,
)
