"""The shapes of what is answered: Odoo's JSON-RPC for its own client, ours under /v1."""

import json

from aiohttp import web

from ..errors import BadInput

PREFLIGHT_SECONDS = 86_400  # browsers cap it; each preflight saved is a round trip of a print

STATUS = {
    'bad_json': 400,
    'bad_request': 400,
    'token_missing': 401,
    'token_wrong': 401,
    'foreign_host': 403,
    'foreign_origin': 403,
    'not_found': 404,
    'unknown_job': 404,
    'unknown_printer': 404,
    'method': 405,
    'body_slow': 408,
    'not_queued': 409,
    'uuid_reused': 409,
    'too_large': 413,
    'content_type': 415,
    'too_often': 429,
    'internal': 500,
}


def json_response(value, status=200, headers=None):
    return web.Response(
        text=json.dumps(value), status=status, headers=headers, content_type='application/json'
    )


def rpc_result(result, request_id):
    return json_response({'jsonrpc': '2.0', 'id': request_id, 'result': result})


def rpc_error(error, request_id=None, status=200):
    """Answer as Odoo's ``JsonRPCDispatcher.handle_error`` does.

    The client shows ``message`` at the scale and ``data.message`` in dialogs; the name keeps it
    from calling it an error of the Odoo server.
    """
    return json_response(
        {
            'jsonrpc': '2.0',
            'id': request_id,
            'error': {
                'code': 404 if status == 404 else 0,
                'message': error.message,
                'data': {
                    'name': 'odoo.exceptions.UserError',
                    'message': error.message,
                    'debug': '',
                    'code': error.code,
                },
            },
        },
        status,
    )


def error_status(error):
    """Return the HTTP status of an error: the sender's fault is 422, the counter's is 503."""
    return STATUS.get(error.code, 422 if isinstance(error, BadInput) else 503)


def error_response(error, stock):
    """Answer that a request as such failed; ``stock``: to Odoo's client."""
    status = error_status(error)
    if stock:
        return rpc_error(error, status=status)
    return json_response({'error': {'code': error.code, 'message': error.message}}, status)


def preflight(stock):
    """Answer ``OPTIONS`` of an allowed page (Fetch standard, CORS preflight)."""
    return web.Response(
        status=204,
        headers={
            'Access-Control-Allow-Methods': 'GET, POST' if stock else 'GET, POST, DELETE',
            'Access-Control-Allow-Headers': 'content-type'
            if stock
            else 'content-type, authorization',
            'Access-Control-Allow-Private-Network': 'true',
            'Access-Control-Max-Age': str(PREFLIGHT_SECONDS),
        },
    )


def allow_origin(response, origin):
    """Let the page of ``origin`` read the answer."""
    if not response.prepared:
        response.headers['Access-Control-Allow-Origin'] = origin
    return response
