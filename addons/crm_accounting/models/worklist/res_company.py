from datetime import datetime, time, timedelta

from odoo import fields, models

from ..collection.collection_policy import LONGEST_CLOSURE_DAYS


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_working_days(self):
        """Return the days after today on which this company works, as far as a month ahead.

        :return: in order, at least one; without working hours, Monday to Friday
        :rtype: list[datetime.date]
        """
        self.ensure_one()
        today = self._get_collection_today()
        days = [today + timedelta(days=number) for number in range(1, LONGEST_CLOSURE_DAYS + 1)]
        calendar = self.sudo().resource_calendar_id
        closed = calendar._get_unusual_days(
            datetime.combine(days[0], time.min),
            datetime.combine(days[-1], time.max),
            company_id=self,
        )
        weekdays = [day for day in days if day.weekday() < 5]
        return [day for day in days if closed.get(fields.Date.to_string(day)) is False] or weekdays
