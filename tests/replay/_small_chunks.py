"""Odoo with a thousand debts per transaction of a run: a small ledger has several."""

import os

import odoo.cli
from odoo.tools import config

CHUNK_SIZE = 1000


def main():
    config.parse_config(['-c', os.environ['ODOO_CONF']])  # to find the addons
    from odoo.addons.crm_accounting.models.collection import collection_run_step

    collection_run_step.CHUNK_SIZE = CHUNK_SIZE
    odoo.cli.main()


if __name__ == '__main__':
    main()
