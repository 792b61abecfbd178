from odoo import fields, models


class CustomerContractVersion(models.Model):
    """A wording of a contract that was signed: the contract itself, or an addendum to it.

    Nobody edits a version: it is what was signed, whatever becomes of templates, addresses and
    prices.
    """

    _name = 'customer.contract.version'
    _description = "Version of a Customer Contract"
    _order = 'contract_id, number'
    _rec_name = 'number'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        required=True,
        index=True,
        ondelete='cascade',
        readonly=True,
    )
    company_id = fields.Many2one(related='contract_id.company_id', store=True)
    currency_id = fields.Many2one(related='contract_id.currency_id')
    number = fields.Integer(
        required=True, readonly=True, help="0: the contract; 1, 2 …: its addenda."
    )
    kind = fields.Selection(
        selection=[('contract', "Contract"), ('addendum', "Addendum")], required=True, readonly=True
    )
    date_signed = fields.Date(string="Signed On", required=True, readonly=True)
    date_start = fields.Date(string="Valid From", required=True, readonly=True)
    date_end = fields.Date(string="Valid Until", readonly=True)
    amount_limit = fields.Monetary(string="Limit", readonly=True)
    amount_total = fields.Monetary(string="Contracted", readonly=True)
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Recorded By",
        required=True,
        readonly=True,
        ondelete='restrict',
    )

    _number_once = models.UniqueIndex("(contract_id, number)")


class CustomerContract(models.Model):
    _inherit = 'customer.contract'

    def _make_version(self, date_signed):
        """Keep what is agreed now as the next version of each contract.

        :param datetime.date date_signed: day of the signature
        :return: the new `customer.contract.version`, as superuser
        """
        Version_sudo = self.env['customer.contract.version'].sudo()
        return Version_sudo.create([contract._prepare_version(date_signed) for contract in self])

    def _prepare_version(self, date_signed):
        self.ensure_one()
        number = len(self.version_ids)
        return {
            'contract_id': self.id,
            'number': number,
            'kind': 'addendum' if number else 'contract',
            'date_signed': date_signed,
            'date_start': self.date_start,
            'date_end': self.date_end,
            'amount_limit': self.amount_limit,
            'amount_total': self.amount_total,
            'user_id': self.env.user.id,
        }
