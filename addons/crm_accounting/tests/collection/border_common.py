from decimal import Decimal

from .history import HistoryCommon, Order


class BorderCommon(HistoryCommon):
    """Head, branches and a company apart, on one day, with debts that fell due lately."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_trade()
        cls.startClassPatcher(cls.freeze('2023-09-15'))

    # === SETTING THE SCENE === #

    def _owe(self, company, amount='500', code=None, **values):
        """Return an invoice of July, due on 20 August."""
        code = code or company.currency_id.name
        due = self._date(values.pop('due', '2023-08-20'))
        with self.freeze('2023-07-05'):
            return self._sell(company, [Order(self.shared, code, Decimal(amount), due, **values)])

    def _run_of(self, company):
        return self._run_as(self._people_of(company)[1], company, '2023-09-14')

    def _pay_from(self, company, invoice, amount, code):
        payment, _credit = self._receive(company, self.shared, code, Decimal(amount))
        (self._receivable(invoice) | self._receivable(payment.move_id)).reconcile()
        self._commit()
        return payment
