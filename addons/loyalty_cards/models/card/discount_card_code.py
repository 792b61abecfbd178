from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class DiscountCard(models.Model):
    """The code: how it is written, what may not have the same, and the card that is shown."""

    _inherit = 'discount.card'

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._tidy(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._tidy(vals))

    @api.model
    def _tidy(self, vals):
        """Return the values with the code as it is kept."""
        if 'code' not in vals:
            return vals
        return {**vals, 'code': self._normalise_code(vals['code'])}

    @api.model
    def _normalise_code(self, code):
        """Return the code without blanks; zeros at its beginning are part of it.

        :param code: as it was typed, scanned or imported; a client may send a number
        :rtype: str
        """
        return ''.join(str(code or '').split())

    # === THE CARD THAT IS SHOWN === #

    @api.model
    def _find_by_code(self, code, company, date):
        """Return the card with this code, if it may be used.

        :param str code: as it was typed or scanned
        :param res.company company: where it is shown
        :param datetime.date date: the local day
        :rtype: discount.card
        :raise UserError: in words for a cashier, why it may not
        """
        # A card of a company that the user does not see must be told from one that is not there.
        cards = self.sudo().search_fetch(
            [('code', '=', self._normalise_code(code))],
            ['code', 'company_id', 'state', 'date_from', 'date_to', 'partner_id'],
        )
        here = cards.filtered(lambda card: not card.company_id or card.company_id == company)
        # Of two that were created at the same moment, the company's own one goes first.
        here = here.sorted(lambda card: not card.company_id)[:1]
        if not here:
            raise UserError(self._explain_absence(code, elsewhere=bool(cards)))
        if refusal := here._get_refusal(date):
            raise UserError(here._explain_refusal(refusal))
        return self.browse(here.id)

    @api.model
    def _explain_absence(self, code, *, elsewhere):
        if elsewhere:
            return self.env._("Card %s belongs to another company: it is not valid here.", code)
        return self.env._("There is no discount card %s. Check the code, or register it.", code)

    def _get_refusal(self, date):
        """Return why the card gives nothing on this day: a code as the engine's, None if it does.

        :param datetime.date date: the local day
        """
        self.ensure_one()
        if self.state != 'active':
            return self.state
        if self.date_from and date < self.date_from:
            return 'not_yet_valid'
        if self.date_to and date > self.date_to:
            return 'expired'
        # Superuser: who is archived may be out of the user's sight.
        return 'archived' if self.partner_id and not self.sudo().partner_id.active else None

    def _explain_refusal(self, refusal):
        """Return the sentence for a code of `_get_refusal`."""
        self.ensure_one()
        return {
            'unregistered': self.env._(
                "Card %s has not been given to anybody yet: activate it first.", self.code
            ),
            'blocked': self.env._("Card %s is blocked.", self.code),
            'lost': self.env._("Card %s was reported lost.", self.code),
            'replaced': self.env._("Card %s was replaced by another one.", self.code),
            'expired': self.env._("Card %s has expired.", self.code),
            'archived': self.env._(
                "The customer of card %s is archived: sell without the card, or restore the"
                " customer first.",
                self.code,
            ),
            'not_yet_valid': self.env._(
                "Card %(code)s is valid from %(date)s.",
                code=self.code,
                date=fields.Date.to_string(self.date_from),
            ),
        }[refusal]

    # === CODES THAT ARE TAKEN === #

    @api.constrains('code', 'company_id')
    def _check_code_is_free(self):
        for company, cards in self.grouped('company_id').items():
            owners = self._find_code_owners(cards.mapped('code'), company, besides=cards)
            for card in cards:
                if card.code in owners:
                    raise ValidationError(
                        self.env._(
                            "%(code)s is taken by %(owner)s: a scanner could not tell them"
                            " apart. Choose another code.",
                            code=card.code,
                            owner=owners[card.code],
                        )
                    )

    @api.model
    def _find_code_owners(self, codes, company, besides=()):
        """Say who has these codes already.

        :param list codes: as they are kept
        :param res.company company: of the card; empty: all companies
        :param discount.card besides: cards that do not count
        :return: owner by code, in words: only of codes that are taken
        :rtype: dict
        """
        owners = dict.fromkeys(self._find_cards_with(codes, company, besides), self.env._("a card"))
        for code, owner in self._find_barcode_owners(codes, company):
            name = owner._filtered_access('read').display_name
            kind = owner._description.lower()
            if not owner.sudo().active:  # said of what the user may not read, too
                kind = self.env._("archived %s", kind)
            owners[code] = f'{kind} {name}' if name else kind
        return owners

    @api.model
    def _find_cards_with(self, codes, company, besides):
        """Return the codes that another card has: a card of all companies meets all others."""
        domain = Domain('code', 'in', codes) & Domain('id', 'not in', [card.id for card in besides])
        if company:
            domain &= Domain('company_id', 'in', [company.id, False])
        # Taken is taken, by a card of another company too.
        return self.sudo().search(domain).mapped('code')

    @api.model
    def _find_barcode_owners(self, codes, company):
        """Yield `(code, record)` of what is scanned at the same counter.

        What is archived too: it would meet the card when somebody restores it.
        """
        env = self.with_context(active_test=False).sudo().env
        domain = Domain('barcode', 'in', codes)
        shared = Domain('company_id', 'in', [False, *company.parent_ids.ids]) if company else domain
        # A scanner finds them, whoever may read them.
        for product in env['product.product'].search(domain & shared):
            yield product.barcode, product.sudo(False)
        for packaging in env['product.uom'].search(domain):
            yield packaging.barcode, packaging.product_id.sudo(False)
        if 'hr.employee' in env:
            for employee in env['hr.employee'].search(domain & shared):
                yield employee.barcode, employee.sudo(False)
        yield from self._find_partner_barcodes(codes)

    @api.model
    def _find_partner_barcodes(self, codes):
        """Yield `(code, partner)`: a customer has a barcode in each company."""
        partners = self.env['res.partner']
        partners.flush_model(['barcode'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.value, partner.id
                  FROM res_partner partner, jsonb_each_text(partner.barcode) entry
                 WHERE partner.barcode IS NOT NULL AND entry.value = ANY(%s)
                """,
                list(codes),
            )
        )
        for code, partner_id in rows:
            yield code, partners.browse(partner_id).sudo(False)
