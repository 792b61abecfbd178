from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class DocumentCase(TransactionCase):
    """A shop that sells coffee (20 % tax on top), and a customer whose card gives brackets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {'tracking_disable': True, 'no_reset_password': True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.env.user.group_ids |= cls.env.ref('sale.group_discount_per_so_line')
        cls.company = cls.env['res.company'].create({'name': "Coffee Shop"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.seller = new_test_user(
            cls.env,
            'card.seller',
            'sales_team.group_sale_salesman,sale.group_discount_per_so_line',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls._create_books()
        cls._create_programme()
        cls._create_customers()

    @classmethod
    def _create_books(cls):
        cls.env['account.chart.template'].try_loading(
            'generic_coa', cls.company, install_demo=False
        )
        cls.tax = cls.env['account.tax'].create({
            'name': "20 % on top",
            'amount': 20,
            'price_include_override': 'tax_excluded',
            'company_id': cls.company.id,
            'country_id': cls.company.account_fiscal_country_id.id,
        })
        cls.goods = cls.env['product.category'].create({'name': "Goods"})
        cls.coffee, cls.tea = cls.env['product.product'].create([
            cls._prepare_product("Coffee", 10),
            cls._prepare_product("Tea", 5),
        ])

    @classmethod
    def _prepare_product(cls, name, price):
        return {
            'name': name,
            'list_price': price,
            'type': 'service',
            'invoice_policy': 'order',
            'categ_id': cls.goods.id,
            'taxes_id': [Command.set(cls.tax.ids)],
        }

    @classmethod
    def _create_programme(cls):
        """Gold: 5 % from 0, 10 % from 1,200 with taxes; pensioners: 3 % without a card."""
        cls.gold, cls.pensioner = cls.env['discount.card.category'].create([
            {'name': "Gold", 'company_id': cls.company.id},
            {'name': "Pensioner", 'company_id': cls.company.id},
        ])
        cls.rule = cls.env['discount.card.rule'].create({
            'category_id': cls.gold.id,
            'kind': 'receipt',
            'bracket_ids': [
                Command.create({'amount_from': 0, 'percent': 5}),
                Command.create({'amount_from': 1200, 'percent': 10}),
            ],
        })
        cls.env['discount.card.rule'].create({'category_id': cls.pensioner.id, 'percent': 3})

    @classmethod
    def _create_customers(cls):
        cls.ann, cls.bob = cls.env['res.partner'].create([{'name': "Ann"}, {'name': "Bob"}])
        cls.card = cls.env['discount.card'].create({
            'code': '2900000000018',
            'partner_id': cls.ann.id,
            'category_id': cls.gold.id,
            'company_id': cls.company.id,
            'is_primary': True,
        })

    @classmethod
    def _hire_clerk(cls):
        """Return who writes invoices, and nothing more."""
        return new_test_user(
            cls.env,
            'card.clerk',
            'account.group_account_invoice',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _invoice(self, partner, *lines, **values):
        """Create a direct invoice of (product, quantity), as a clerk."""
        moves = self.env['account.move'].with_user(self.clerk)
        return moves.create(self._prepare_invoice(partner, *lines, **values))

    def _facts(self, line):
        """Return what a line says of its discount."""
        return {name: line[name] for name in line._get_card_facts() if 'gross' not in name}

    def _order(self, partner, *lines, **values):
        """Create an order of (product, quantity), as a seller."""
        orders = self.env['sale.order'].with_user(self.seller)
        return orders.create({
            'partner_id': partner.id,
            'company_id': self.company.id,
            'order_line': [
                Command.create({'product_id': product.id, 'product_uom_qty': quantity})
                for product, quantity in lines
            ],
            **values,
        })

    def _prepare_invoice(self, partner, *lines, **values):
        """Return the values of a direct invoice of (product, quantity) that is dated today."""
        return {
            'move_type': 'out_invoice',
            'partner_id': partner.id,
            'invoice_date': fields.Date.context_today(partner),
            'invoice_line_ids': [
                Command.create({
                    'product_id': product.id,
                    'quantity': quantity,
                    'tax_ids': [Command.set(self.tax.ids)],
                })
                for product, quantity in lines
            ],
            **values,
        }
