from datetime import date, datetime, timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

from . import card_index_sql
from .discount_card_tombstone import DAYS_KEPT

LARGEST_CHUNK = 20_000
# A transaction may begin before a till asks, and commit afterwards what it has written.
OVERLAP = timedelta(minutes=10)


class PosConfig(models.Model):
    """All cards for a till, as rows: it finds every card without asking, and hears what changes."""

    _inherit = 'pos.config'

    def get_card_index(self, cursor=False, after_id=0, limit=10_000):
        """Return a chunk of the index: of all of it, or of what has changed since a cursor.

        A till begins with `after_id` 0 and goes on with `next_after_id` and the same cursor. It
        keeps the cursor of its *first* chunk for the next time. Rows may come twice.

        - `rows`: `[id, code, state, partner_id, category_id, personal_percent, date_from, date_to,
          proof_to, has_proof, primary, turnovers]` of cards; `primary` is 0, 1 for the primary card
          of all companies, or 2 for that of this company, which goes first; the `state` of an
          active card whose customer is archived is `archived`
        - `customers`: `[partner_id, commercial_partner_id, category_ids, {category_id: proof_to},
          personal_percent, turnovers]` of those with discounts that need no card; after a change
          also of those who have none left
        - `removed`: ids of cards to forget
        - `is_full`: everything that the till knew is to be replaced
        - `periods` in the order of the turnovers
        - `next_after_id` (False at the end), `cursor`
        - `total`: cards and customers to come, and `version` of the programme: told with the first
          chunk, later False

        Turnovers are those of the holder, as texts in the order of the programme's `periods`.

        :raise AccessError: the user may not open this till
        :raise UserError: `after_id` or `limit` is no whole number
        """
        self._check_till_user()
        if not (isinstance(after_id, int) and isinstance(limit, int)):
            raise UserError(self.env._("A till asks for cards after a whole number."))
        self.env.flush_all()  # the rest is SQL
        periods = self._find_card_periods()
        since = self._read_card_cursor(cursor, periods)
        limit = min(max(limit, 1), LARGEST_CHUNK)
        return {
            **self._fetch_card_chunk(since, after_id, limit, periods),
            'is_full': not since,
            'periods': periods,
            'version': not after_id and self._prepare_card_programme()['version'],
            'cursor': self._make_card_cursor(periods),
        }

    def _check_till_user(self):
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('point_of_sale.group_pos_user'):
            raise AccessError(self.env._("Only users of the till read its cards."))

    # === CURSOR === #

    def _make_card_cursor(self, periods):
        """The time of the database, the day of the turnovers, and which turnovers there are."""
        now, day = self.env.cr.now(), self.company_id._get_card_today()
        return f"{now.isoformat()}|{day.isoformat()}|{','.join(periods)}"

    def _read_card_cursor(self, cursor, periods):
        """Return since when the till wants to know, None if it has to learn everything anew.

        Over night, purchases leave the periods, and what a transaction wrote that ran longer than
        the overlap comes along; after a month, tombstones are gone.
        """
        try:
            written, day, known = str(cursor).split('|')
            since, day = datetime.fromisoformat(written), date.fromisoformat(day)
        except ValueError:
            return None
        is_over = day != self.company_id._get_card_today()
        is_stale = is_over or known != ','.join(periods) or since.tzinfo
        oldest = self.env.cr.now() - timedelta(days=DAYS_KEPT)
        return None if is_stale or since < oldest else since - OVERLAP

    # === ROWS === #

    def _fetch_card_chunk(self, since, after_id, limit, periods):
        """Cards come first, with ids from 1 on; then customers, with ids from -1 down."""
        cards = customers = None
        if since:
            cards, customers = card_index_sql.find_changed(self.env, since)
        rows = clients = []
        if after_id >= 0:
            rows = card_index_sql.fetch_cards(self, periods, after_id, limit, cards)
        if len(rows) < limit:
            clients = card_index_sql.fetch_customers(
                self, periods, max(-after_id, 0), limit, customers
            )
        return {
            'rows': rows,
            'customers': clients,
            'removed': card_index_sql.find_removed(self, since) if since else [],
            'next_after_id': _find_next(rows, clients, limit),
            'total': not after_id and self._count_card_index(cards, customers),
        }

    def _count_card_index(self, cards, customers):
        """
        :param list cards: ids of those that have changed, None for all; `customers` likewise
        """
        if cards is None:
            return card_index_sql.count_index(self)
        return len(cards) + len(customers)


def _find_next(rows, customers, limit):
    if len(rows) == limit:
        return rows[-1][0]
    return -(customers[-1][0] + 1) if len(customers) == limit else False
