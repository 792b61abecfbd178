from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError

from . import card_index_sql
from .till_claims import NONSENSE, read_id, read_text


class PosConfig(models.Model):
    """Cards at the counter: one that the till does not know, and one that is given to somebody."""

    _inherit = 'pos.config'

    def find_card(self, code):
        """Return what is known of a code, for a till whose index does not have it.

        :return: `rows` (none, or that of the card) and `periods` as in `get_card_index`, and
            `message`: why it gives nothing, in words for a cashier, False if it does
        :raise AccessError: the user may not open this till
        """
        self._check_till_user()
        company = self.company_id
        cards = self.env['discount.card']
        try:
            card = cards._find_by_code(read_code(code), company, company._get_card_today())
            message = False
        except UserError as error:
            card, message = cards._find_shown(read_code(code), company), str(error)
        return {**self._prepare_card_rows(card), 'message': message}

    def issue_card(self, values):
        """Give a card to a customer: a new one, or a pre-printed one that nobody has yet.

        :param dict values: `uuid` of the attempt, for the till may send it again when it has not
            heard the answer; `code`; `partner_id`, or `name`, `phone` and `birthdate` of a new
            customer; `category_id`, if the card has none of its own
        :return: `rows` of the card and `periods` as in `get_card_index`, and `partner_id`
        :raise AccessError: the user may not open this till, or not give this category
        :raise UserError: the code is taken, or something is missing
        """
        self._check_till_user()
        if not isinstance(values, dict):
            raise UserError(self.env._("A card is given out by values with names."))
        uuid, code = read_code(values.get('uuid')), read_code(values.get('code'))
        if not uuid or not code:
            raise UserError(self.env._("Scan or type the code of the card."))
        card = self.env['discount.card'].search([('till_uuid', '=', uuid)])
        if not card:
            self._lock_card_attempt(uuid)
            card = self._issue_card(code, {**values, 'uuid': uuid})
        return {**self._prepare_card_rows(card), 'partner_id': card.partner_id.id}

    def _lock_card_attempt(self, uuid):
        """Of two equal attempts at once the second starts anew, and finds the card of the first."""
        query = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
        self.env.cr.execute(query, [f'loyalty_cards.issue.{uuid}'])
        if not self.env.cr.fetchone()[0]:
            raise ConcurrencyError("This card is being issued by another request.")

    def _issue_card(self, code, values):
        cards = self.env['discount.card']
        partner = self._get_card_partner(values)
        given = {
            'partner_id': partner.id,
            'state': 'active',
            'date_issued': self.company_id._get_card_today(),
            'till_uuid': values['uuid'],
        }
        category_id = values.get('category_id')
        if category_id:
            given['category_id'] = self._find_given(
                'discount.card.category', category_id, self.env._("This category is no more.")
            ).id
        card = cards._find_shown(code, self.company_id)
        if not card:
            company = self.company_id
            return cards.create({
                'code': code,
                'company_id': company.id,
                'currency_id': company.currency_id.id,
                **given,
            })
        if card.state != 'unregistered' or card.partner_id:
            raise UserError(
                self.env._("Card %s is somebody's already: take another one.", card.code)
            )
        card.write(given)
        return card

    # === THE CUSTOMER === #

    def _get_card_partner(self, values):
        """Return the customer who is chosen, or a new one."""
        if values.get('partner_id'):
            words = self.env._("This customer is no more: choose another one.")
            return self._find_given('res.partner', values['partner_id'], words)
        name, phone = read_text(values.get('name')), read_text(values.get('phone') or '')
        if name in (NONSENSE, False):
            raise UserError(self.env._("Enter the name of the customer, or choose one."))
        # Whoever hands out cards at the counter registers customers, and nothing else of Contacts.
        partners_sudo = self.env['res.partner'].sudo()
        partner_sudo = partners_sudo.create({
            'name': name,
            'phone': phone is not NONSENSE and phone,
            'birthdate': self._read_birthdate(values.get('birthdate')),
            'company_id': False,
        })
        return partner_sudo.sudo(False)

    def _read_birthdate(self, value):
        try:
            day = fields.Date.to_date(value)
        except (TypeError, ValueError):
            raise UserError(self.env._("%s is not a day.", value)) from None
        if day and day > self.company_id._get_card_today():
            raise UserError(self.env._("A birthday lies in the past."))
        return day

    def _find_given(self, model, record_id, words):
        """
        :raise UserError: nothing has this id, or nothing that the user sees
        """
        is_id = read_id(record_id) is not NONSENSE
        record = self.env[model].search([('id', '=', record_id if is_id else 0)])
        if not record:
            raise UserError(words)
        return record

    # === ROWS === #

    def _prepare_card_rows(self, cards):
        periods = self._find_card_periods()
        self.env.flush_all()
        rows = card_index_sql.fetch_cards(self, periods, 0, 1, cards.ids)
        return {'rows': rows, 'periods': periods}


def read_code(value):
    """Return a code as it was scanned, empty if it can be none."""
    code = read_text(str(value or ''))
    return code or ''
