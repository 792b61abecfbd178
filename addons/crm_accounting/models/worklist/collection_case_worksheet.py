from datetime import timedelta

from odoo import api, fields, models

from ..dispute.account_move import DAYS_TO_SETTLE
from .collection_case_call import WORKING_DAYS

DAYS_TO_PAY = 7  # what a promise is suggested for, or the working day after


class CollectionCase(models.Model):
    """All about one customer on one screen: what a collector wants to know before calling."""

    _inherit = 'collection.case'

    @api.readonly
    def get_worksheet(self):
        """Return what the work screen shows of this case: see the methods that prepare it.

        Sums are of all that is overdue; lists have what the user may see.

        :rtype: dict
        :raise AccessError: for who may not see the case
        """
        self.ensure_one()
        self.check_access('read')
        items = self._find_live_items()
        return {
            **self._prepare_head(),
            **self._prepare_amounts(),
            'amount_credit': self.amount_credit,
            'items': self._prepare_items(items),
            'plans': self._prepare_plans(),
            'promises': self._prepare_promises(),
            'disputes': self._prepare_disputes(),
            'calls': self._prepare_calls(),
            'letters': self._prepare_letters(),
            'words': self._prepare_words(),
            'next_step': self._prepare_next_step(),
            'suggest': self._prepare_suggestions(items),
        }

    # === THE CUSTOMER === #

    def _prepare_head(self):
        partner = self.partner_id
        holds = dict(partner._fields['credit_hold']._description_selection(self.env))
        hold = partner.with_company(self.company_id).credit_hold
        is_spared = self.no_chase_until
        return {
            'id': self.id,
            'name': self.display_name,
            'partner_id': partner.id,
            'company': self._get_company_name(),
            'currency_id': self.currency_id.id,
            'phones': self._prepare_phones(),
            'email': partner.email or False,
            'lang': partner.lang or False,
            'level': self.level_id.name or False,
            'collector': self._name_user(self.user_id),
            'habit': self.payment_habit or False,
            'credit_hold': hold and self.env._("New orders: %s", holds[hold]),
            'no_chase': is_spared
            and {'until': self._to_text(is_spared), 'reason': self.no_chase_reason or ''},
        }

    def _prepare_phones(self):
        """Return the numbers of the customer, and of the contacts whose number is another one."""
        contacts = self.partner_id | self.partner_id.child_ids
        by_number = {}
        for contact in contacts.filtered('phone'):
            by_number.setdefault(contact.phone, contact)
        return [
            {
                'name': contact.name or contact.display_name,
                'number': number,
                'partner_id': contact.id,
            }
            for number, contact in by_number.items()
        ]

    # === WHAT IS OWED AND AGREED === #

    def _prepare_items(self, items):
        items.move_id.fetch(['move_type', 'name', 'ref', 'state'])
        reasons = dict(items._fields['hold_reason']._description_selection(self.env))
        return [
            {
                'id': item.id,
                'move_id': item.move_id.id,
                'name': item.move_id.display_name,
                'date_due': self._to_text(item.date_due),
                'days_overdue': item.days_overdue,
                'amount_opened': item.amount_opened,
                'amount_residual': item.amount_residual,
                'currency_id': item.currency_id.id,
                'state': item.state,
                'hold_until': self._to_text(item.hold_until),
                'hold_reason': reasons.get(item.hold_reason, False),
                'is_disputed': item.move_id.is_collection_disputed,
                'level': item.level_id.name or False,
                'date_expected': self._to_text(item.date_expected),
            }
            for item in items
        ]

    def _prepare_plans(self):
        plans = self.env['payment.plan'].search([
            ('partner_id', 'child_of', self.partner_id.id),
            ('company_id', '=', self.company_id.id),
            ('state', '=', 'running'),
        ])
        return [
            {
                'id': plan.id,
                'name': plan.display_name,
                'next_date': self._to_text(plan.date_next),
                'next_amount': plan.amount_next,
                'amount_residual': plan.amount_residual,
                'currency_id': plan.currency_id.id,
            }
            for plan in plans
        ]

    def _prepare_disputes(self):
        disputes = self.dispute_ids.filtered(lambda dispute: dispute.state == 'open')
        reasons = self._get_dispute_reasons()
        return [
            {
                'id': dispute.id,
                'name': dispute.display_name,
                'reason': reasons[dispute.reason],
                'user': dispute.user_id.sudo().name or False,
                'deadline': self._to_text(dispute.deadline),
                'amount': dispute.amount,
                'currency_id': dispute.currency_id.id,
            }
            for dispute in disputes
        ]

    def _get_dispute_reasons(self):
        reason = self.env['collection.dispute']._fields['reason']
        return dict(reason._description_selection(self.env))

    # === WHAT IS NEXT === #

    def _prepare_next_step(self):
        # Core hides a task on an invoice from who may not read that; its day and person not.
        live = self.sudo().item_ids.filtered(lambda item: item.state != 'closed')
        task = live.activity_id.filtered('active').sorted('date_deadline')[:1]
        return bool(task) and {
            'date': self._to_text(task.date_deadline),
            'summary': task.summary or task.activity_type_id.name or '',
            'user': self._name_user(task.user_id),
        }

    def _prepare_suggestions(self, items):
        """Return what the forms of a call are filled in with, and each result's next day."""
        chased = self._find_promisable(items)
        amount = sum(chased.mapped('amount_residual'))
        next_dates = self._get_next_days()
        return {
            'promise_date': next_dates['promised'],
            'promise_amount': chased.currency_id.round(amount) if chased else 0.0,
            'promise_currency_id': chased.currency_id.id,
            'promise_item_ids': chased.ids,
            'next_dates': next_dates,
            'dispute_reasons': [list(reason) for reason in self._get_dispute_reasons().items()],
        }

    def _get_next_days(self):
        """Return the day of the next step that each result of a call suggests."""
        today = self.company_id._get_collection_today()
        days = self.company_id._get_working_days()
        week = today + timedelta(days=DAYS_TO_PAY)
        next_days = {
            result: days[min(count, len(days)) - 1] for result, count in WORKING_DAYS.items()
        }
        next_days['promised'] = next((day for day in days if day >= week), week)
        next_days['disputes'] = today + timedelta(days=DAYS_TO_SETTLE)
        return {result: self._to_text(day) for result, day in next_days.items()}

    @staticmethod
    def _to_text(day):
        return fields.Date.to_string(day) or False
