from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError

PORTAL_DAYS = 30
# Who has broken or put off so many promises of the last year has to call.
PORTAL_UNKEPT = 2
# So often a debt is promised in the portal: else a cent now and then would hold it for ever.
PORTAL_TIMES = 2


class CollectionPromise(models.Model):
    """What a customer may promise without asking anybody: little, soon, and one thing at a time."""

    _inherit = 'collection.promise'

    @api.model
    def _get_portal_offer(self, lines):
        """Return what a customer can promise in the portal about these debts.

        :param account.move.line lines: of documents that the customer may see, as superuser
        :return: amount (owed), currency, first_day and last_day; can_promise, and promise (the one
            that is open)
        :rtype: dict
        """
        company = lines.company_id[:1]
        today = company._get_collection_today() if company else None
        made = self._find_of_customer(lines)
        waiting = made.filtered(lambda promise: promise.state == 'open' and promise._is_awaited())
        is_one = len(company | lines.company_id) == 1 and len(lines.currency_id) == 1
        return {
            'amount': sum(line._get_amount_owed() for line in lines) if is_one else 0.0,
            'currency': lines.currency_id[:1],
            'first_day': today,
            'last_day': today and today + relativedelta(days=PORTAL_DAYS),
            'promise': waiting[:1],
            'can_promise': is_one and not waiting and made._may_promise_again(lines, today),
        }

    def _may_promise_again(self, lines, today):
        """Whether a customer who has made these promises may make another one in the portal."""
        unkept = self._filter_unkept(today - relativedelta(years=1))
        in_portal = self.filtered(lambda promise: promise.channel == 'portal').line_ids
        times = Counter(debt.move_line_id for debt in in_portal)
        often = any(times[line] >= PORTAL_TIMES for line in lines)
        return not often and len(unkept) < PORTAL_UNKEPT

    def _find_of_customer(self, lines):
        customers = lines.partner_id.commercial_partner_id
        return self.search([
            ('case_id.partner_id', 'in', customers.ids),
            ('company_id', 'in', lines.company_id.ids),
        ])

    @api.model
    def _make_in_portal(self, lines, date, amount):
        """Note what a customer promises in the portal, and tell who is responsible.

        :param account.move.line lines: of documents that the customer may see, as superuser
        :raise UserError: when that is more than a customer may promise alone
        """
        offer = self._get_portal_offer(lines)
        if not offer['can_promise'] or date > offer['last_day']:
            raise UserError(self.env._("This cannot be promised here: please call us."))
        promise = self._make(lines, date, amount, channel='portal')
        promise._tell_responsible()
        return promise

    def _tell_responsible(self):
        """Tell who works these debts or their case; nobody does before they are chased."""
        users = self._get_items().activity_id.filtered('active').user_id | self.case_id.user_id
        if users:
            self.case_id.message_notify(
                partner_ids=users.partner_id.ids,
                subject=self.env._("Promised in the portal"),
                body=self.env._(
                    "%(customer)s promises %(amount)s until %(date)s.",
                    customer=self.partner_id.display_name,
                    **self._describe(),
                ),
            )
