from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...engine import EngineInputError, compute_discounts

DOCUMENT_FACTS = {'discount_category_id': False, 'card_outcome': False, 'card_next_tier': False}


class DiscountCardDocumentMixin(models.AbstractModel):
    """A document whose lines get discounts by card.

    A document has a Monetary `card_discount_total` of its own: a mixin has no currency.
    """

    _name = 'discount.card.document.mixin'
    _description = "Document with a Discount Card"
    _inherit = [
        'discount.card.sealed.mixin',
        'discount.card.request.mixin',
        'discount.card.outcome.mixin',
    ]

    discount_card_id = fields.Many2one(
        comodel_name='discount.card',
        index='btree_not_null',
        ondelete='restrict',
        tracking=True,
    )
    discount_category_id = fields.Many2one(
        comodel_name='discount.card.category', readonly=True, ondelete='restrict'
    )

    @api.constrains('discount_card_id', 'company_id')
    def _check_card_company(self):
        """Core refuses it too, and speaks of incompatible records."""
        for document in self.filtered('discount_card_id'):
            card_sudo = document.discount_card_id.sudo()
            if card_sudo.company_id not in (document.company_id, card_sudo.company_id.browse()):
                raise ValidationError(
                    self.env._(
                        "Card %(code)s is valid in %(owner)s only, and not in %(seller)s, be it its"
                        " branch. Leave the company of the card empty to use it in all companies.",
                        code=card_sudo.code,
                        owner=card_sudo.company_id.name,
                        seller=document.company_id.name,
                    )
                )

    def _is_card_holder(self):
        """Say whether somebody with discounts buys: with a card, or known to have them without."""
        return bool(self.discount_card_id or self._get_card_customer()._is_card_customer())

    def _apply_discount_card(self):
        """Give each line what the card gives; without one, what stood there before."""
        for document in self:
            lines = document._get_card_lines()
            if document._is_card_holder() or any(line.card_origin == 'card' for line in lines):
                document._compute_discounts_of(lines)
            else:
                document._keep_card_outcome({})

    def _compute_discounts_of(self, lines):
        lines_sudo = lines.sudo()  # whoever edits: it is the same discount
        answered = lines_sudo._read_card_answered()
        request, rule_names = self._prepare_card_request(lines_sudo, answered)
        try:
            answer = compute_discounts(request)
        except EngineInputError as error:
            raise UserError(
                self.env._(
                    "The discount by card cannot be computed, for a number or a date is beyond all"
                    " measure (%(error)s). Correct it, or take the card off.",
                    error=error,
                )
            ) from error
        lines._take_card_answers(answer['lines'], rule_names, answered)
        self._keep_card_outcome(answer)

    def _keep_card_outcome(self, answer):
        """Keep what a person wants to know of an answer: the sum, why not, and what comes next."""
        steps = [rule['next'] for rule in answer.get('rules', []) if rule['next']]
        nearest = min(steps, key=lambda step: float(step['missing']), default=False)
        # XML-RPC knows no null: a program could not read the document.
        reasons = [{**reason, 'id': reason['id'] or False} for reason in answer.get('reasons', [])]
        self._state_card_facts({
            'card_outcome': answer
            and {
                'reasons': reasons,
                'next': nearest,
                'is_given': any(line['rule_ids'] for line in answer['lines']),
                'is_asked': bool(answer['lines']) and self._is_card_holder(),
            },
            'discount_category_id': self._find_card_category().id if answer else False,
            **self._prepare_card_outcome(answer),
        })

    def _prepare_card_outcome(self, answer):
        """Return what else a document keeps of an answer; to be overridden."""
        return {}

    def _check_card_may_change(self, vals):
        """
        :raise UserError: a document is given another card when its discounts stand already
        """
        if 'discount_card_id' not in vals:
            return
        card_id = vals['discount_card_id'] or False
        for document in self:
            if document._is_card_fixed() and document.discount_card_id.id != card_id:
                raise UserError(
                    self.env._(
                        "%s has its discounts already and keeps its card. To change it, make the"
                        " document a draft again.",
                        document.display_name,
                    )
                )

    def _is_card_fixed(self):
        """Say whether the discounts of the document stand; to be overridden."""
        raise NotImplementedError

    # === FACTS === #

    def _get_card_facts(self):
        return DOCUMENT_FACTS

    def _get_seal_subject(self, vals):
        return ['document', *self._get_card_holder_ids(vals)]

    def _get_card_holder_ids(self, vals=()):
        """Return ids of the card, and of the firm that buys: facts of others are not theirs.

        :param dict vals: values that the document is about to have
        """
        partner = self.partner_id._origin
        if 'partner_id' in vals:
            partner = partner.browse(vals['partner_id'] or ())
        card_id = self.discount_card_id._origin.id
        if 'discount_card_id' in vals:
            card_id = vals['discount_card_id'] or False
        return [card_id, partner.commercial_partner_id.id]

    def _find_card_category(self):
        """Return the category to print: the card's, else the customer's first."""
        customer = self._get_card_customer()
        return (self.discount_card_id.category_id or customer.discount_membership_ids.category_id)[
            :1
        ]
