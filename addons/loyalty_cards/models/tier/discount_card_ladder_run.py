from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...engine.tiers import Ladder, Standing, Tier, decide_tier
from ..ledger.turnover_sql import flush_facts, sum_turnovers

_NO_TIER = 0  # stands for no category where PostgreSQL has to join


class TierChange(NamedTuple):
    """What a run finds out about a card, and writes."""

    card_id: int
    holder: int
    before: Standing
    after: Standing
    turnover: Decimal

    @property
    def is_of_tier(self):
        return self.before.tier != self.after.tier


class DiscountCardLadder(models.Model):
    """The tier run: each active card of the ladder gets the tier that its purchases give.

    PostgreSQL finds the cards whose purchases have left the band in which nothing changes
    (`engine/tiers.py`); only those are looked at one by one, and only what differs is written.
    """

    _inherit = 'discount.card.ladder'

    takes_new_cards = fields.Boolean(
        string="For Cards Without a Category",
        default=lambda self: self._default_takes_new_cards(),
        help="A card without a category gets the tier of this ladder that its purchases reach."
        " A company's own ladder goes before one for all companies.",
    )
    last_run_at = fields.Datetime(string="Last Run", readonly=True, copy=False)

    @api.model
    def _default_takes_new_cards(self):
        return not self.search_count([('takes_new_cards', '=', True)], limit=1)

    @api.constrains('takes_new_cards', 'company_id', 'active')
    def _check_one_takes_new_cards(self):
        for ladder in self.filtered(lambda ladder: ladder.active and ladder.takes_new_cards):
            domain = [('takes_new_cards', '=', True), ('company_id', '=', ladder.company_id.id)]
            if ladder.search_count([*domain, ('id', '!=', ladder.id)], limit=1):
                raise ValidationError(
                    self.env._("Only one ladder can be for cards without a category.")
                )

    @api.model
    def _get_for_new_cards(self):
        """Return the ladders for cards without a category, by id of the company, False for all."""
        ladders = self.sudo().search([('takes_new_cards', '=', True)])
        return {ladder.company_id.id: ladder for ladder in ladders}

    # === THE RUN === #

    def _get_today(self):
        """Return the day that it is in the ladder's company."""
        return (self.company_id or self.env.company)._get_card_today()

    def _run_tiers(self, date, *, is_told=True):
        """Promote and demote the cards of a ladder by what their holders bought up to a day.

        :param date date: the last day that counts
        :param bool is_told: whether the customers hear of it, where a message is set up
        :return: the log entries of the tiers that have changed
        """
        self.ensure_one()
        self._lock_runs()
        return self._apply_changes(self._find_changes(date), date, is_told=is_told)

    def _apply_changes(self, changes, date, *, is_told=True):
        """Write tiers and their log, tell the customers, and return the log entries."""
        self._write_standings(changes)
        logs = self.env['discount.card.tier.log']._append([
            self._prepare_log_values(change, date) for change in changes if change.is_of_tier
        ])
        if is_told:
            logs._tell()
        return logs

    def _lock_runs(self):
        """Let runs of a ladder wait for each other.

        The row is written, not only locked: who waited then fails on an outdated snapshot, is
        repeated by the server, and sees what the first one did.
        """
        # By SQL: the ORM leaves out what stands there already, within the same second.
        self.flush_recordset(['last_run_at'])
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL("UPDATE discount_card_ladder SET last_run_at = %s WHERE id = %s", now, self.id)
        )
        self.invalidate_recordset(['last_run_at'])

    def _find_changes(self, date):
        """Return what a run as of a day would write.

        :rtype: list[TierChange]
        """
        ladder = self.sudo()._prepare_ladder(date)
        flush_facts(self.env)
        # To compile the query takes PostgreSQL longer than what is won by it.
        self.env.cr.execute("SET LOCAL jit = off")
        rows = self.env.execute_query(self._query_restless_cards(ladder, date))
        found = [self._decide(ladder, date, *row) for row in rows]
        return [change for change in found if change.before != change.after]

    def _decide(self, ladder, date, card_id, holder, tier, short_since, locked_until, turnover):
        before, turnover = Standing(tier, short_since), Decimal(turnover)
        after = decide_tier(ladder, before, turnover, date, locked_until)
        return TierChange(card_id, holder, before, after, turnover)

    def _prepare_ladder(self, date):
        """Return the ladder as the engine takes it: tiers that are valid on a day.

        Who has another one, archived or out of its dates, has none as far as the engine goes.
        """
        tiers = (
            Tier(
                tier.id,
                _to_decimal(tier.threshold),
                _to_decimal(tier.keep_threshold or tier.threshold),
            )
            for tier in self.category_ids.sorted('threshold')
            if tier._is_valid_on(date)
        )
        return Ladder(tuple(tiers), self.demotion, self.grace_days)

    def _query_restless_cards(self, ladder, date):
        """SQL of the cards whose purchases lie outside of their tier's band, or that are short."""
        tiers = self.sudo().with_context(active_test=False).category_ids
        bands = {tier.id: ladder.get_band(tier.id) for tier in tiers}
        if self.takes_new_cards:
            bands[_NO_TIER] = ladder.get_band(None)
        return SQL(
            _RESTLESS_CARDS,
            tables=sum_turnovers([self._get_period()], date, self.currency_id, self.company_id),
            tiers=list(bands),
            lows=[band.low for band in bands.values()],
            highs=[band.high for band in bands.values()],
            in_company=self._of_company(),
            no_tier=_NO_TIER,
            date=date,
        )

    def _of_company(self):
        """SQL of the cards that this ladder is for. Alias: card."""
        if self.company_id:
            return SQL("card.company_id = %s", self.company_id.id)
        own = [company_id for company_id in self._get_for_new_cards() if company_id]
        return SQL(
            "(card.category_id IS NOT NULL OR card.company_id IS NULL"
            " OR card.company_id <> ALL(%s::int[]))",
            own,
        )

    def _write_standings(self, changes):
        """Write tiers and starts of grace, the same ones at once.

        Without notes on the cards: the log says more.
        """
        cards_by_standing = defaultdict(list)
        for change in changes:
            cards_by_standing[change.after].append(change.card_id)
        cards = self.env['discount.card'].sudo().with_context(tracking_disable=True)
        for standing, card_ids in cards_by_standing.items():
            cards.browse(card_ids).write({
                'category_id': standing.tier,
                'tier_short_since': standing.short_since,
            })

    def _prepare_log_values(self, change, date):
        rank = self.env['discount.card.category'].browse
        old, new = rank(change.before.tier or []), rank(change.after.tier or [])
        return {
            'card_id': change.card_id,
            'ladder_id': self.id,
            'date': date,
            'old_category_id': old.id,
            'new_category_id': new.id,
            'turnover': float(change.turnover),
            'currency_id': self.currency_id.id,
            'reason': 'promoted' if _is_above(new, old, date) else 'demoted',
            'user_id': self.env.uid,
        }


def _is_above(new, old, date):
    """Tell whether a tier lies above another; one that is not valid on a day lies below all."""
    if not old or not old._is_valid_on(date):
        return True
    return bool(new) and new.threshold > old.threshold


def _to_decimal(amount):
    return Decimal(str(amount))


_RESTLESS_CARDS = """
WITH %(tables)s
SELECT card.id, chain.holder, card.category_id, card.tier_short_since, card.tier_locked_until,
       COALESCE(turnover.amount_0, 0)::text
  FROM chain
  JOIN discount_card card ON card.id = chain.card_id
  JOIN unnest(%(tiers)s::int[], %(lows)s::numeric[], %(highs)s::numeric[])
       AS band (tier_id, low, high) ON band.tier_id = COALESCE(card.category_id, %(no_tier)s)
  LEFT JOIN turnover ON turnover.holder = chain.holder
 WHERE card.state = 'active' AND %(in_company)s
   AND (card.tier_short_since IS NOT NULL
        OR ((card.tier_locked_until IS NULL OR card.tier_locked_until < %(date)s)
            AND (GREATEST(turnover.amount_0, 0) < band.low
                 OR GREATEST(turnover.amount_0, 0) >= band.high)))
 ORDER BY card.id
"""
