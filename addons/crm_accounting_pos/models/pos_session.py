from math import isfinite
from uuid import UUID

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class PosSession(models.Model):
    """What a till may ask about debts. The cashier reads no invoice and posts no payment herself:
    each door proves first that she may sell in this session, and goes on as superuser."""

    _inherit = 'pos.session'

    def get_customer_debts(self, partner_id):
        """Return what a customer owes the company of this session, oldest first.

        :param int partner_id: the customer, or a contact of it
        :raise UserError: when the session is not open
        :return: see `_prepare_debts`
        :rtype: dict
        """
        till_sudo = self._enter_till()
        till_sudo._check_open()
        return till_sudo._prepare_debts(self._find_customer_sudo(partner_id))

    def take_debt_payment(self, partner_id, uuid, payments, lines):
        """Book what a customer pays for debts, all of it or nothing.

        :param int partner_id: the customer, or a contact of it
        :param str uuid: of this attempt; the same one again books nothing more
        :param list[dict] payments: method_id and amount, in the currency of the session
        :param list[int] lines: ids of debts, as `get_customer_debts` tells them
        :raise UserError: when something is wrong: nothing is booked then
        :return: what the receipt tells, see `pos.debt.payment._prepare_receipt`
        :rtype: dict
        """
        till_sudo = self._enter_till()
        customer_sudo = self._find_customer_sudo(partner_id)
        uuid = self._parse_uuid(uuid)
        state = till_sudo._wait_for_turn()
        booking_sudo = till_sudo._find_debt_payment(customer_sudo, uuid)
        if not booking_sudo:
            till_sudo._check_open(state)
            booking_sudo = till_sudo._book_debt_payment(customer_sudo, uuid, payments, lines)
        return booking_sudo._prepare_receipt()

    # === WHO ASKS === #

    def _enter_till(self):
        """Return this session as superuser, once it is sure that the user may sell in it.

        Nothing of the caller's context is left but language and time zone: a program may say
        anything there.
        """
        self.ensure_one()
        if not self.env.user.has_group('point_of_sale.group_pos_user'):
            raise AccessError(self.env._("Only who sells at the till takes payments there."))
        self.check_access('read')
        self.config_id.check_access('read')
        kept = {key: self.env.context[key] for key in ('lang', 'tz') if key in self.env.context}
        kept['allowed_company_ids'] = self.config_id.company_id.ids
        return self.with_context(kept).sudo()  # pylint: disable=context-overridden

    def _find_customer_sudo(self, partner_id):
        """Return the customer as a company, once it is sure that the user sees who is named."""
        if type(partner_id) is not int:
            raise UserError(self.env._("Choose a customer first."))
        partner = self.env['res.partner'].browse(partner_id).exists()
        if not partner:
            raise UserError(self.env._("This customer does not exist any more."))
        partner.check_access('read')
        return partner.sudo().commercial_partner_id

    # === WHAT IS REFUSED === #

    def _wait_for_turn(self):
        """Let payments and the closing of this session come one after the other.

        Who came second fails here with a serialization error and is served anew by Odoo, with
        what the first one did before its eyes.

        :return: the state of the session
        """
        self.flush_recordset(['state'])
        [(state,)] = self.env.execute_query(
            SQL(
                "UPDATE pos_session SET write_date = write_date WHERE id = %s RETURNING state",
                self.id,
            )
        )
        return state

    def _check_open(self, state=None):
        if (state or self.state) != 'opened':
            raise UserError(
                self.env._(
                    "Session %s is not open any more. Nothing was booked: open the till again.",
                    self.name,
                )
            )

    def _parse_uuid(self, uuid):
        try:
            return str(UUID(uuid))
        except (AttributeError, TypeError, ValueError):
            raise UserError(self.env._("The till did not say which payment this is.")) from None

    def _find_debt_payment(self, customer, uuid):
        """Return what was booked for this attempt already, if anything."""
        booking = self.env['pos.debt.payment'].search([('uuid', '=', uuid)])
        if booking and (booking.session_id, booking.partner_id) != (self, customer):
            raise UserError(self.env._("Another payment was booked under this number."))
        return booking

    def _parse_debt_payments(self, payments):
        """Return (method, amount) for each payment.

        :raise UserError: when a method is not of this till, or an amount is no amount
        """
        if not payments or not isinstance(payments, list):
            raise UserError(self.env._("Enter the amount that the customer pays."))
        return [(self._parse_method(payment), self._parse_amount(payment)) for payment in payments]

    def _parse_method(self, payment):
        method_id = payment.get('method_id') if isinstance(payment, dict) else None
        method = self._get_debt_methods().filtered(lambda method: method.id == method_id)
        if not method:
            raise UserError(self.env._("This till takes no payment of debts in that way."))
        return method

    def _get_debt_methods(self):
        """Return the ways to pay debts: a terminal would have to be asked, an account pays not."""
        return self.config_id.payment_method_ids.filtered(
            lambda method: (
                method.type != 'pay_later'
                and method.payment_method_type == 'none'
                and not method.use_payment_terminal
            )
        )

    def _parse_amount(self, payment):
        amount = payment.get('amount')
        if type(amount) not in (int, float) or not isfinite(amount):
            raise UserError(self.env._("Enter the amount that the customer pays."))
        rounded = self.currency_id.round(amount)
        if rounded <= 0 or abs(rounded - amount) > self.currency_id.rounding / 1000:
            raise UserError(
                self.env._(
                    "%(amount)s is no amount that can be paid in %(currency)s.",
                    amount=amount,
                    currency=self.currency_id.name,
                )
            )
        return rounded
