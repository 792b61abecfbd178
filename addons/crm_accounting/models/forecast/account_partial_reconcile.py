from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = 'account.partial.reconcile'

    # The last matchings of a company, newest first, without a look at all others.
    _collection_latest_index = models.Index("(company_id, max_date, id)")
