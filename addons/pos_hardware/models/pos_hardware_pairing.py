import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pos_hardware_proxy import digest

# As RFC 8628, 6.1: no vowels, so that no code is a word.
LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
LETTERS_OF_CODE = 8
SECONDS_TO_EXPIRY = 600
SECONDS_BETWEEN_POLLS = 5
CODES_AT_A_TIME = 20


class PosHardwarePairing(models.Model):
    """A code that a proxy shows and a manager enters, as in RFC 8628. Only code touches it."""

    _name = 'pos.hardware.pairing'
    _description = "Pairing of a Hardware Proxy"

    user_code = fields.Char(required=True, help="Its letters alone.")
    device_code_hash = fields.Char(required=True)
    name = fields.Char(help="What the till calls itself.")
    version = fields.Char()
    expires_at = fields.Datetime(required=True)
    proxy_id = fields.Many2one(
        comodel_name='pos.hardware.proxy',
        ondelete='cascade',
        index='btree_not_null',
        help="Once the code was entered.",
    )

    _user_code = models.UniqueIndex('(user_code)')
    _device_code = models.UniqueIndex('(device_code_hash)')

    @api.model
    def _begin(self, params):
        """Hand out the two codes of a pairing.

        :param Reader params: `name`, `version`
        :return dict: `device_code`, `user_code`, `expires_in` and `interval` in seconds
        :raise UserError: too many wait
        """
        self._gc_expired()
        if self.search_count([], limit=CODES_AT_A_TIME) == CODES_AT_A_TIME:
            raise UserError(self.env._("Too many proxies wait to be paired: try in ten minutes."))
        code = ''.join(secrets.choice(LETTERS) for _letter in range(LETTERS_OF_CODE))
        secret = secrets.token_urlsafe(32)
        self.create({
            'user_code': code,
            'device_code_hash': digest(secret),
            'name': params.text('name', 64),
            'version': params.text('version', 64),
            'expires_at': fields.Datetime.now() + timedelta(seconds=SECONDS_TO_EXPIRY),
        })
        return {
            'device_code': secret,
            'user_code': f'{code[:4]}-{code[4:]}',
            'expires_in': SECONDS_TO_EXPIRY,
            'interval': SECONDS_BETWEEN_POLLS,
        }

    @api.model
    def _poll(self, params):
        """Answer whether the code was entered; the token is told once, then the code is gone.

        :param Reader params: `device_code`
        :return dict: `state`, and once `token` and `name`
        """
        secret = params.text('device_code', required=True)
        waiting = [('device_code_hash', '=', digest(secret)), *self._alive()]
        pairing = self.search(waiting)
        if not pairing:
            return {'state': 'expired'}
        proxy = pairing.proxy_id
        if not proxy:
            return {'state': 'pending'}
        pairing.unlink()
        return {'state': 'paired', 'token': proxy._issue_token(), 'name': proxy.name}

    @api.model
    def _alive(self):
        return [('expires_at', '>', fields.Datetime.now())]

    @api.model
    def _find_by_user_code(self, code):
        """Return the pairing that waits for this code; blanks, case and hyphen do not matter."""
        letters = ''.join(letter for letter in code.upper() if letter in LETTERS)
        return self.search([('user_code', '=', letters), ('proxy_id', '=', False), *self._alive()])

    @api.autovacuum
    def _gc_expired(self):
        self.search([('expires_at', '<=', fields.Datetime.now())]).unlink()
