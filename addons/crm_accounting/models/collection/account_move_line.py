from odoo import fields, models

# What makes a journal item a debt, of whom, and when it is due.
DEBT_FIELDS = {'account_id', 'balance', 'credit', 'date_maturity', 'debit', 'partner_id'}


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    collection_item_ids = fields.One2many(
        comodel_name='collection.item',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_own',
    )

    # Entries that lost their standing while matchings stay: the few that undo a payment.
    _collection_undone_index = models.Index(
        "(company_id) WHERE parent_state <> 'posted' AND matching_number IS NOT NULL"
    )

    def write(self, vals):
        result = super().write(vals)
        if DEBT_FIELDS & vals.keys():
            # Drafts owe nothing: posting them enqueues them.
            posted = self.filtered(lambda line: line.parent_state == 'posted')
            self.env['collection.item']._enqueue_moves(posted.move_id.ids)
        return result

    def unlink(self):
        # The database deletes the items of these lines, and asks nobody.
        items_sudo = self.sudo().collection_item_ids
        tasks_sudo, cases_sudo = items_sudo.activity_id, items_sudo.case_id
        result = super().unlink()
        if cases_sudo:
            tasks_sudo._end_without_items()
            tasks_sudo.exists().filtered('active')._refresh_from_items()
            cases_sudo._update_level()
        return result
