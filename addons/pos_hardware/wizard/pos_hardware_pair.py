import time

from odoo import fields, models
from odoo.exceptions import UserError

SECONDS_FOR_WRONG_CODE = 1


class PosHardwarePair(models.TransientModel):
    """A manager enters the code that a till shows."""

    _name = 'pos.hardware.pair'
    _description = "Pair a Hardware Proxy"

    user_code = fields.Char(string="Code", required=True)
    name = fields.Char(required=True, help="As people in the shop call it, e.g. Counter.")
    proxy_id = fields.Many2one(
        comodel_name='pos.hardware.proxy',
        string="In Place of",
        help="One that is here already: its devices and tills stay, its earlier token ends.",
    )

    def action_pair(self):
        """Connect the proxy that shows the code with the user's company.

        :raise UserError: no proxy waits with this code; after a second, so that nobody guesses
        """
        self.ensure_one()
        pairings_sudo = self.env['pos.hardware.pairing'].sudo()  # nobody may read what waits
        pairing_sudo = pairings_sudo._find_by_user_code(self.user_code)
        if not pairing_sudo:
            time.sleep(SECONDS_FOR_WRONG_CODE)
            raise UserError(
                self.env._(
                    "No proxy waits with this code. Look at the till: a code lasts ten minutes."
                )
            )
        pairing_sudo.proxy_id = self._get_proxy(pairing_sudo.version)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pos.hardware.proxy',
            'res_id': pairing_sudo.proxy_id.id,
            'views': [(False, 'form')],
        }

    def _get_proxy(self, version):
        """Return the proxy to pair; no one has the right to create one by hand."""
        if self.proxy_id:
            self.proxy_id.check_access('write')
            self.proxy_id.name = self.name
            return self.proxy_id
        return (
            self
            .env['pos.hardware.proxy']
            .sudo()
            .create({
                'name': self.name,
                'version': version,
                'company_id': self.env.company.id,
            })
        )
