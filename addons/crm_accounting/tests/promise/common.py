from ..collection.common import CollectionCommon


class PromiseCommon(CollectionCommon):
    """A debt of 100 with its item, and a collector to whom the customer promises."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue(due='2024-06-10')
        self.task = self.item.activity_id
        self.case = self.item.case_id

    def _promise(self, until='2024-06-20', amount=None, items=None, **values):
        """Return the promise, as superuser."""
        items = items or self.item
        promise_id = items.with_user(self.collector).action_promise(until, amount, **values)
        return self.env['collection.promise'].sudo().browse(promise_id)

    def _run_after(self, day, run_date):
        """Run the night after `run_date`, on `day`; let the books be read afresh."""
        with self.freeze(day):
            run = self._run(run_date)
        self.env.invalidate_all()
        return run

    def _pay_on(self, day, invoice, amount=None):
        """Register a payment dated `day` on that day."""
        values = {'payment_date': day}
        if amount is not None:
            values['amount'] = amount
        with self.freeze(day):
            payment = self._register_payment(invoice, **values)
            self._commit()
        return payment

    def assertHeld(self, item, reason):
        self.assertEqual((item.state, item.hold_reason), ('held', reason))
