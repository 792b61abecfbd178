import csv
import io
import json

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import PropertiesMixin


@tagged('post_install', '-at_install')
class TestProperties(PropertiesMixin, HttpCase):
    """A manager defines fields in the customer's form; they are used like any other."""

    def _call(self, method, **kwargs):
        params = {'model': 'res.partner', 'method': method, 'args': [], 'kwargs': kwargs}
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/res.partner/{method}', params)

    def _export(self, fields):
        """Return the rows of a CSV of both customers, as the export window asks for it."""
        asked = {
            'model': 'res.partner',
            'fields': fields,
            'ids': (self.customer | self.other).ids,
            'domain': [],
            'import_compat': False,
        }
        data = {'data': json.dumps(asked), 'csrf_token': Request.csrf_token(self)}
        answer = self.url_open('/web/export/csv', data=data)
        answer.raise_for_status()
        return list(csv.reader(io.StringIO(answer.text.lstrip('\ufeff'))))

    def _fields_to_export(self):
        """Return the properties that the export window offers, by label."""
        domain = [('id', 'in', (self.customer | self.other).ids)]
        offered = self.make_jsonrpc_request(
            '/web/export/get_fields', {'model': 'res.partner', 'domain': domain}
        )
        return {one['string']: one['id'] for one in offered if one['id'].startswith('properties.')}

    def test_a_manager_defines_fields_in_the_form(self):
        url = f'/odoo/res.partner/{self.customer.id}'
        self.start_tour(url, 'crm_accounting_properties', login=self.manager.login)
        self.assertEqual(self._labels(), ["Shoe size", "Hobby"])
        size, hobby = (field['name'] for field in self.definition.properties_definition)
        self.assertEqual(dict(self.customer.properties), {size: '42', hobby: "chess"})
        self.other.properties = {size: '36', hobby: "chess"}
        self._check_use(size, hobby)

        self.start_tour(url, 'crm_accounting_properties_remove', login=self.manager.login)
        self.env.invalidate_all()
        self.assertEqual(self._labels(), ["Shoe size"])
        for customer, value in ((self.customer, '42'), (self.other, '36')):
            self.assertEqual(dict(customer.properties), {size: value})
        self.assertEqual(list(self._fields_to_export().values()), [f'properties.{size}'])

    def _check_use(self, size, hobby):
        """Check what list, search, groups and export give to a collector."""
        self.authenticate(self.collector.login, self.collector.login)
        domain = [(f'properties.{size}', '=', '36')]
        found = self._call('web_search_read', domain=domain, specification={'name': {}})
        self.assertEqual([one['name'] for one in found['records']], ["Jane Baker"])
        groups = self._call(
            'web_read_group',
            domain=[('id', 'in', (self.customer | self.other).ids)],
            groupby=[f'properties.{hobby}'],
            aggregates=['__count'],
        )['groups']
        self.assertEqual(
            [(group[f'properties.{hobby}'], group['__count']) for group in groups], [("chess", 2)]
        )
        columns = ['name', f'properties.{size}', f'properties.{hobby}']
        self.assertCountEqual(self._fields_to_export().values(), columns[1:])
        _heads, *rows = self._export([{'name': name, 'label': name} for name in columns])
        self.assertCountEqual(rows, [["Bakery Ltd", '42', "chess"], ["Jane Baker", '36', "chess"]])
