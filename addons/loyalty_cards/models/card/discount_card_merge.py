from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from .discount_card_state import HELD_STATES


class DiscountCard(models.Model):
    """Customers who turn out to be one: their cards and both histories go to the one that stays."""

    _inherit = 'discount.card'

    @api.model
    def _merge_holders(self, src_partners, dst_partner):
        """Make cards and memberships fit together before the database moves them.

        :param res.partner src_partners: customers that go
        :param res.partner dst_partner: the customer that stays
        :raise UserError: they climb different ladders
        """
        # A merge is about all companies, whatever the user has selected.
        merge = self.sudo()
        sources, kept = src_partners.sudo(), dst_partner.sudo()
        # What is cached may be only what the user sees.
        (sources | kept).invalidate_recordset(['discount_card_ids', 'discount_membership_ids'])
        merge._check_one_ladder(sources | kept)
        notes = merge._merge_tiers(sources | kept)
        notes += merge._merge_memberships(sources, kept)
        merge._merge_primaries(sources, kept)
        merge._merge_personal_discount(sources, kept)
        merge._note_merge(sources, kept, notes)
        self.env.flush_all()  # what follows is SQL

    # === TIERS === #

    @api.model
    def _check_one_ladder(self, partners):
        held = self.env['discount.card.category'].union(
            *partners._get_discount_categories().values()
        )
        if len(held.ladder_id) > 1:
            raise UserError(
                self.env._(
                    "These customers climb different ladders: %s. Give their cards categories of"
                    " one ladder first, then merge them.",
                    ", ".join(held.ladder_id.mapped('name')),
                )
            )

    @api.model
    def _merge_tiers(self, partners):
        """Give all cards on a ladder the highest tier that the customers have.

        :return: sentences about what has changed
        :rtype: list
        """
        cards = partners.discount_card_ids.filtered(
            lambda card: card.state in HELD_STATES and card.category_id.ladder_id
        )
        memberships = partners.discount_membership_ids.filtered('category_id.ladder_id')
        highest = (cards.category_id | memberships.category_id).sorted('threshold')[-1:]
        lower = cards.filtered(lambda card: card.category_id != highest)
        before = {card: card.category_id for card in lower}
        lower.category_id = highest
        lower._log_category_changes(before, 'merged')
        memberships.filtered(lambda held: held.category_id != highest).unlink()
        return [
            self.env._(
                "Card %(code)s: %(old)s became %(new)s, the highest tier of the merged customers.",
                code=card.code,
                old=category.name,
                new=highest.name,
            )
            for card, category in before.items()
        ]

    # === MEMBERSHIPS === #

    @api.model
    def _merge_memberships(self, sources, kept):
        """Leave one membership of each category: that with the proof that is valid longest."""
        notes = []
        memberships = (sources | kept).discount_membership_ids
        for category, same in memberships.grouped('category_id').items():
            best = same.sorted(lambda held: held._get_proof_rank(kept), reverse=True)[0]
            others = same - best
            notes += [
                self.env._(
                    "%(category)s: of several proofs %(proof)s was kept.",
                    category=category.name,
                    proof=best.proof_reference or best.proof_date_to or self.env._("none"),
                )
            ] * bool(others)
            others.unlink()
        return notes

    # === PRIMARY CARD AND PERSONAL DISCOUNT === #

    @api.model
    def _merge_primaries(self, sources, kept):
        """Leave one primary card in each company: that of the customer who stays, if any."""
        primary = (kept.discount_card_ids + sources.discount_card_ids).filtered('is_primary')
        for cards in primary.grouped('company_id').values():
            (cards - cards._elect_merged())._step_down()

    def _elect_merged(self):
        return (self.filtered(lambda card: card.state == 'active') or self)[:1]

    @api.model
    def _merge_personal_discount(self, sources, kept):
        if not kept.personal_discount and any(sources.mapped('personal_discount')):
            kept.personal_discount = max(sources.mapped('personal_discount'))

    # === WHAT IS SAID === #

    @api.model
    def _note_merge(self, sources, kept, notes):
        cards = sources.discount_card_ids
        entries = self.env['discount.card.entry'].search_count([('partner_id', 'in', sources.ids)])
        if not (cards or entries or notes):
            return
        moved = self.env._(
            "Merged with %(customers)s: discount cards %(cards)s and %(entries)s lines of the"
            " ledger came along.",
            customers=", ".join(sources.mapped('display_name')),
            cards=", ".join(cards.mapped('code')) or self.env._("none"),
            entries=entries,
        )
        body = Markup("<br/>").join([moved, *notes])
        kept.with_user(self.env.user).sudo().message_post(body=body)
