from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_statement_branches(self):
        """Return the company and those of its branches of which the user sees the books.

        A customer sees them all, and so does the superuser.
        """
        self.ensure_one()
        # Entries of branches are read without rules later: only those of the user's companies.
        branches = self.sudo().search([('id', 'child_of', self.id)])
        user = self.env.user
        if self.env.su or user._is_portal():
            return branches
        return branches & user.sudo().company_ids
