"""One contract as a PDF, beside the same pages through wkhtmltopdf alone."""

import statistics
from unittest.mock import patch

from _harness import measure, tell

from odoo.fields import Command

LINES = 30
TURNS = 9
REPORT = 'crm_accounting.action_report_contract'


def measure_pdf(env):
    """Return by how many milliseconds Odoo and our form make a PDF dearer, median of turns.

    Both sides run the same wkhtmltopdf with the same arguments and files; ours also finds the
    form, reads the contract and lays it out.
    """
    contract = _make_contract(env)
    Report = env['ir.actions.report'].with_context(force_report_rendering=True)
    pages = _keep_pages(Report, contract)
    sides = {'ours': [], 'bare': []}
    ways = {
        'ours': lambda: Report._render_qweb_pdf(REPORT, contract.ids),
        'bare': lambda: Report._run_wkhtmltopdf(*pages['args'], **pages['kwargs']),
    }
    for turn in range(TURNS):
        for side in sorted(ways, reverse=bool(turn % 2)):
            sides[side].append(measure(env, ways[side])[0])
    ours, bare = map(statistics.median, (sides['ours'], sides['bare']))
    tell(f"ours {ours:.3f} s, wkhtmltopdf alone {bare:.3f} s")
    return (ours - bare) * 1000


def _make_contract(env):
    product = env['product.product'].create({'name': "Bread"})
    return env['customer.contract'].create({
        'partner_id': env['res.partner'].create({'name': "Bakery"}).id,
        'subject': "Bread every morning",
        'date_end': '2099-12-31',
        'line_ids': [
            Command.create({'product_id': product.id, 'quantity': number, 'price_unit': 5.0})
            for number in range(1, LINES + 1)
        ],
    })


def _keep_pages(Report, contract):
    """Print once and return what wkhtmltopdf was given."""
    pages = {}
    run = type(Report)._run_wkhtmltopdf

    def keep(self, *args, **kwargs):
        pages.update(args=args, kwargs=kwargs)
        return run(self, *args, **kwargs)

    with patch.object(type(Report), '_run_wkhtmltopdf', keep):
        pdf = Report._render_qweb_pdf(REPORT, contract.ids)[0]
    assert pdf.startswith(b'%PDF'), pdf[:80]
    return pages
