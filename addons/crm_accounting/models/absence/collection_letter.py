from odoo import models


class CollectionLetter(models.Model):
    _inherit = 'collection.letter'

    def _deliver(self):
        self._find_present()
        return super()._deliver()

    def _print(self):
        self._find_present()
        return super()._print()

    def _find_present(self):
        """Let somebody who is there write the letter: whoever writes it gets the answer."""
        user = self.env['collection.absence']._get_present(self.user_id, self.company_id)
        if user != self.user_id:
            self.user_id = user
