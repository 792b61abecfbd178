from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .collection_level import CREDIT_HOLDS, RANKS

# Whose order it is, and in which money: a release is not for another one's.
RELEASED_FOR = {'company_id', 'currency_id', 'partner_id', 'partner_invoice_id', 'pricelist_id'}


class SaleOrder(models.Model):
    """New orders of customers who do not pay: a warning, or no confirmation without a release.

    A customer who confirms in the portal or the shop is told nothing of it: the order stays a
    quotation, and its salesperson gets a task.
    """

    _inherit = 'sale.order'

    credit_hold = fields.Selection(
        selection=CREDIT_HOLDS,
        compute='_compute_credit_hold',
        compute_sudo=True,
        groups='base.group_user',
    )
    credit_warning = fields.Text(
        compute='_compute_credit_hold', compute_sudo=True, groups='base.group_user'
    )
    credit_released_amount = fields.Monetary(
        string="Released Amount",
        readonly=True,
        copy=False,
        groups='base.group_user',
        help="Up to this amount a collection manager lets the order be confirmed.",
    )

    @api.depends(
        'amount_total',
        'company_id',
        'credit_released_amount',
        'partner_id',
        'partner_invoice_id',
        'state',
    )
    def _compute_credit_hold(self):
        for order in self:
            is_new = order.state in ('draft', 'sent')
            hold, customer = order._get_credit_hold() if is_new else (False, None)
            order.credit_hold = hold
            order.credit_warning = hold and order._describe_credit_hold(hold, customer)

    def _get_credit_hold(self):
        """Return what stands against a new order, and because of whom.

        Who orders and who is to pay may be two customers: either is asked.

        :return: 'warn', 'block' or False, and the customer
        :rtype: tuple[str | bool, res.partner]
        """
        partners = (self.partner_id | self.partner_invoice_id).with_company(self.company_id)
        customer = max(partners, key=lambda partner: RANKS[partner.credit_hold], default=partners)
        hold = customer.credit_hold
        if hold == 'block' and self._is_credit_released():
            hold = 'warn'
        return hold, customer.commercial_partner_id

    def _is_credit_released(self):
        released = self.credit_released_amount
        return released > 0 and self.currency_id.compare_amounts(self.amount_total, released) <= 0

    def _describe_credit_hold(self, hold, customer):
        name = customer.display_name
        if hold == 'warn':
            return self.env._("%(customer)s is on credit hold.", customer=name)
        return self.env._(
            "%(customer)s is on credit hold: no new order is confirmed until what is overdue is"
            " paid or a collection manager releases the order.",
            customer=name,
        )

    # === CONFIRMING === #

    def _confirmation_error_message(self):
        error = super()._confirmation_error_message()
        if error or not self._is_credit_blocked():
            return error
        return self.credit_warning

    def _is_credit_blocked(self):
        """Whether this order may not be confirmed now; asks the books, not what was shown."""
        (self.partner_id | self.partner_invoice_id).invalidate_recordset(['credit_hold'])
        self.invalidate_recordset(['credit_hold', 'credit_warning'])
        return self.credit_hold == 'block' and not self._is_sold_already()

    def _validate_order(self):
        # By the customer, in the portal or in the shop.
        blocked = self.filtered(lambda order: order._is_credit_blocked())
        blocked._wait_for_credit_release()
        return super(SaleOrder, self - blocked)._validate_order()

    def _wait_for_credit_release(self):
        """Tell the salesperson that a customer has confirmed what is not confirmed."""
        summary = self.env._("Confirmed by the customer, who may not order now")
        for order in self:
            if summary in order.activity_ids.mapped('summary'):
                continue
            order.activity_schedule(
                'mail.mail_activity_data_warning',
                summary=summary,
                note=order.credit_warning,
                user_id=order.user_id.id or order.company_id._get_collection_leader().id,
            )

    # === RELEASING === #

    def action_open_credit_release(self):
        """Open the question why the order is released."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Release"),
            'res_model': 'sale.order.credit.release',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    def action_release_credit(self, reason):
        """Let these orders be confirmed although their customers may not order, up to their amount.

        :param str reason: why, kept in the log of the order
        :raise AccessError: for others than collection managers
        :raise UserError: without a reason
        """
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_manager'):
            raise AccessError(self.env._("Only collection managers may do this. Ask one of them."))
        if not str(reason or '').strip():
            raise UserError(self.env._("Say why this order is released."))
        for order_sudo in self.sudo():  # a collection manager need not sell
            order_sudo.credit_released_amount = order_sudo.amount_total
            order_sudo.message_post(
                body=self.env._("Released although the customer may not order: %s", reason),
                author_id=self.env.user.partner_id.id,
            )
        return True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_credit_release(vals)
        # Nor may it come in by a default_ key of the context.
        orders = super().create([{'credit_released_amount': 0.0, **vals} for vals in vals_list])
        orders.filtered(lambda order: order.state == 'sale')._check_credit_confirmation()
        return orders

    def write(self, vals):
        self._check_credit_release(vals)
        if vals.get('state') == 'sale':
            self.filtered(lambda order: order.state != 'sale')._check_credit_confirmation()
        if RELEASED_FOR & vals.keys():
            vals = {'credit_released_amount': 0.0, **vals}
        return super().write(vals)

    def _check_credit_release(self, vals):
        if vals.get('credit_released_amount') and not self.env.su:
            raise AccessError(self.env._("Only collection managers release orders."))

    def _check_credit_confirmation(self):
        """Refuse an order that an import or another program confirms past the button."""
        if self.env.su:
            return  # has asked before: `_confirmation_error_message`
        # Who sells may not read what a customer is held for, and is refused by it.
        for order_sudo in self.sudo():
            hold, customer = order_sudo._get_credit_hold()
            if hold == 'block' and not order_sudo._is_sold_already():
                raise UserError(order_sudo._describe_credit_hold(hold, customer))

    def _is_sold_already(self):
        """Whether the goods have left before the order came: nothing is left to refuse."""
        return False
