import os
import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .life_common import LifeCommon

FIRST = fields.Date.to_date('2023-10-01')
CONTRACTS, NIGHTS = 150, 12


@tagged('post_install', '-at_install')
class TestLifeRandom(LifeCommon):
    """After a run each contract is in the state that a plain reading of its dates gives."""

    def test_the_run_agrees_with_a_plain_reading(self):
        seed = int(os.environ.get('CONTRACT_SEED', '2024'))
        chance = random.Random(seed)
        contracts = self._make_contracts(chance)
        terms = {contract: self._read_terms(contract) for contract in contracts}
        day = FIRST
        for _night in range(NIGHTS):
            day += timedelta(days=chance.choice((0, 1, 1, 30, 31, 90, 200)))
            self._run_on(day)
            for contract, agreed in terms.items():
                with self.subTest(seed=seed, day=day, terms=agreed):
                    self.assertEqual(
                        (contract.state, contract.date_end), self._read_plainly(agreed, day)
                    )

    def _make_contracts(self, chance):
        contracts = (
            self
            .env['customer.contract']
            .sudo()
            .create([self._draw_values(chance) for _number in range(CONTRACTS)])
        )
        for contract in contracts:
            contract.write({'state': 'signed', 'date_end_agreed': contract.date_end})
            if chance.random() < 0.2:
                last = contract.date_end or contract.date_start + timedelta(days=400)
                span = (last - contract.date_start).days
                contract.date_terminated = contract.date_start + timedelta(
                    days=chance.randint(0, span)
                )
        return contracts

    def _draw_values(self, chance):
        start = FIRST + timedelta(days=chance.randint(-50, 300))
        end = start + timedelta(days=chance.choice((0, 1, 27, 28, 29, 30, 31, 90, 364, 365)))
        renewal = chance.choice(('none', 'agreement', 'tacit', 'tacit'))
        return {
            'company_id': self.company.id,
            'partner_id': self.customer.id,
            'subject': "Any",
            'date_start': start,
            'date_end': False if renewal != 'tacit' and chance.random() < 0.2 else end,
            'renewal': renewal,
            'renewal_months': chance.choice((1, 2, 3, 6, 12, 13)),
            'notice_days': chance.choice((0, 1, 14, 30, 90, 400)),
        }

    def _run_on(self, day):
        self.env.flush_all()
        with self.freeze(day):
            contracts = self.env['customer.contract'].sudo()
            for step in (contracts._follow_chunk, contracts._remind_chunk):
                while step(40) == 40:
                    pass
        self.env.invalidate_all()

    def _read_terms(self, contract):
        names = ('date_start', 'date_end', 'date_terminated', 'renewal', 'renewal_months')
        return {name: contract[name] for name in (*names, 'notice_days')}

    def _read_plainly(self, terms, today):
        """Return state and end as a clerk would find them, period by period."""
        end, gone = terms['date_end'], terms['date_terminated']
        number = 0
        while terms['renewal'] == 'tacit' and not gone and end < today:
            number += 1
            end = self._end_of_period(terms['date_end'], number * terms['renewal_months'])
        last = gone or end
        if last and last < today:
            return ('terminated' if gone else 'ended'), end
        if today < terms['date_start']:
            return 'signed', end
        if gone or (end and (end - today).days <= terms['notice_days']):
            return 'expiring', end
        return 'running', end

    def _end_of_period(self, agreed, months):
        if (agreed + timedelta(days=1)).day != 1:
            return agreed + relativedelta(months=months)
        first_after = agreed + timedelta(days=1)
        return first_after + relativedelta(months=months) - timedelta(days=1)
