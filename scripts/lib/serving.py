"""Beside a served Odoo: its database hears of its address.

url CONF URL     where Odoo itself is
wait URL         waits for an answer, and changes nothing
"""

import configparser
import sys
import time
import urllib.error
import urllib.request

import psycopg2

SECONDS_TO_WAIT = 60


def execute(conf, statement, arguments):
    """Run a statement with its arguments in the database of a configuration."""
    options = configparser.ConfigParser(interpolation=None)
    options.read(conf)
    names = {'db_name': 'dbname', 'db_host': 'host', 'db_port': 'port', 'db_user': 'user'}
    odoo = options['options']
    connection = psycopg2.connect(**{arg: odoo[key] for key, arg in names.items() if key in odoo})
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, arguments)
    connection.close()


def set_report_url(conf, url):
    """Point report.url at this server: with a wrong one prints silently lose their styles."""
    statement = """
        INSERT INTO ir_config_parameter (key, value) VALUES ('report.url', %s)
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value
    """
    execute(conf, statement, [url])


def wait_for(url):
    """Tell whether the address answers in time."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < end:
        try:
            return urllib.request.urlopen(url, timeout=30).status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


if __name__ == '__main__':
    if sys.argv[1] == 'url':
        set_report_url(*sys.argv[2:])
    else:
        sys.exit(0 if wait_for(sys.argv[2]) else 1)
