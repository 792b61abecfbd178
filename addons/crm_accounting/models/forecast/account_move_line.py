from odoo import models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # The settled debts of one customer, without a look at what was bought.
    _collection_settled_index = models.Index(
        "(partner_id, company_id) WHERE reconciled AND parent_state = 'posted' AND balance > 0"
        " AND date_maturity IS NOT NULL"
    )
