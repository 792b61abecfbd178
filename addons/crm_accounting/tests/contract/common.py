from odoo import Command
from odoo.tests import new_test_user

from ..collection.common import CollectionCommon


class ContractCommon(CollectionCommon):
    """Contracts of a salesperson, who sees their own, and of a seller who sees all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.salesman = new_test_user(
            cls.env, 'salesman', 'sales_team.group_sale_salesman', **company
        )
        cls.seller = new_test_user(
            cls.env, 'seller', 'sales_team.group_sale_salesman_all_leads', **company
        )

    @classmethod
    def _contract(cls, user=None, lines=((10, 5.0),), **values):
        """Return a draft contract of `user`; `lines` are pairs of quantity and price."""
        user = user or cls.salesman
        return (
            cls
            .env['customer.contract']
            .with_user(user)
            .create({
                'partner_id': cls.customer.id,
                'subject': "Bread every morning",
                'date': '2024-01-01',
                'date_start': '2024-01-01',
                'date_end': '2024-12-31',
                'line_ids': [
                    Command.create({
                        'product_id': cls.product_a.id,
                        'quantity': quantity,
                        'price_unit': price,
                    })
                    for quantity, price in lines
                ],
                **values,
            })
        )
