from odoo import Command, fields, models
from odoo.exceptions import UserError

WEEKEND = ('saturday', 'sunday')
RECEIPT_BRACKETS = ((50, 2), (100, 3), (200, 5))


class DiscountCardExample(models.TransientModel):
    """Examples that a shop can start from. Nothing is created that is not ticked."""

    _name = 'discount.card.example'
    _description = "Start from an Example"

    company_id = fields.Many2one(
        comodel_name='res.company',
        default=lambda self: self.env.company._get_card_default(),
        help="Empty: for all companies.",
    )
    has_tiers = fields.Boolean(string="Bronze, silver, gold", default=True)
    has_receipt = fields.Boolean(string="By the amount of the receipt")
    has_pensioner = fields.Boolean(string="Pensioner")
    has_mother = fields.Boolean(string="Mother with child")
    has_retail = fields.Boolean(string="Retail buyer")

    def action_apply(self):
        """Create what is ticked, and open it."""
        self.ensure_one()
        values = [
            *(self._prepare_tiers() if self.has_tiers else ()),
            *(self._prepare_receipt() if self.has_receipt else ()),
            *(self._prepare_pensioner() if self.has_pensioner else ()),
            *(self._prepare_mother() if self.has_mother else ()),
            *(self._prepare_retail() if self.has_retail else ()),
        ]
        if not values:
            raise UserError(self.env._("Tick at least one example."))
        categories = self.env['discount.card.category'].create(values)
        return categories._get_records_action(name=self.env._("Categories"))

    # === THE EXAMPLES === #

    def _prepare_tiers(self):
        """Three tiers by the purchases of twelve months, and what each of them gives."""
        ladder = self.env['discount.card.ladder'].create({
            'name': self.env._("Purchases of Twelve Months"),
            'company_id': self.company_id.id,
            'currency_id': (self.company_id or self.env.company).currency_id.id,
        })
        tier = {'kind': 'tier', 'ladder_id': ladder.id}
        silver = {'threshold': 1000, 'keep_threshold': 800}
        gold = {'threshold': 3000, 'keep_threshold': 2500}
        return [
            self._prepare_category(self.env._("Bronze"), percent=3, **tier),
            self._prepare_category(self.env._("Silver"), percent=5, **tier, **silver),
            self._prepare_category(self.env._("Gold"), percent=10, **tier, **gold),
        ]

    def _prepare_receipt(self):
        """The more at once, the larger the discount."""
        brackets = [
            Command.create({'amount_from': amount, 'percent': percent})
            for amount, percent in RECEIPT_BRACKETS
        ]
        rule = {'kind': 'receipt', 'bracket_ids': brackets}
        return [self._prepare_category(self.env._("Big Basket"), rule)]

    def _prepare_pensioner(self):
        """Quiet hours: mornings of weekdays, against a certificate of the year."""
        return [
            self._prepare_category(
                self.env._("Pensioner"),
                percent=5,
                requires_proof=True,
                proof_months=12,
                hour_from=8.0,
                hour_to=12.0,
                **dict.fromkeys(WEEKEND, False),
            )
        ]

    def _prepare_mother(self):
        """Against the child's birth certificate, shown again every year."""
        return [
            self._prepare_category(
                self.env._("Mother with Child"), percent=7, requires_proof=True, proof_months=12
            )
        ]

    def _prepare_retail(self):
        """Whoever has a card."""
        return [self._prepare_category(self.env._("Retail Buyer"), percent=2)]

    def _prepare_category(self, name, rule=None, percent=0.0, **values):
        """
        :param str name: of the category
        :param dict rule: of the one rule; None: a fixed percent
        :param float percent: what the fixed rule gives
        :rtype: dict
        """
        rule = rule or {'kind': 'fixed', 'percent': percent}
        return {
            'name': name,
            'company_id': self.company_id.id,
            'rule_ids': [Command.create(rule)],
            **values,
        }
