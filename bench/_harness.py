"""What every benchmark needs: an environment of Odoo, a clock, and the way to tell the result."""

import configparser
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import odoo
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import config

# === DATABASES === #


@contextlib.contextmanager
def odoo_env(database=None, *, commit=False):
    """Give an environment of a database; rolled back unless `commit`.

    :param str database: its name; without one, that of the configuration
    """
    if not config['db_name']:
        quiet = ['--log-level=warn', '--log-handler=py.warnings:ERROR']  # Odoo's own deprecations
        config.parse_config(['-c', os.environ['ODOO_CONF'], *quiet])
    with Registry(database or config['db_name'][0]).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        if commit:
            cr.commit()
        else:
            cr.rollback()


def derive_conf(target, database, *, addons=None):
    """Write the configuration of scripts/bench for another database, with further addons.

    :param pathlib.Path target: file to be written
    :param str database: name
    :param pathlib.Path addons: directory
    :return: `target`
    """
    conf = configparser.RawConfigParser()
    conf.read(os.environ['ODOO_CONF'])
    options = conf['options']
    options['db_name'], options['dbfilter'] = database, f'^{database}$'
    options['log_level'] = 'warn'
    if addons:
        options['addons_path'] += f',{addons}'
    with target.open('w') as file:
        conf.write(file)
    return target


def install(conf, module):
    """Install a module into the database of a configuration, in a process of its own."""
    command = [sys.executable, '-m', 'odoo', 'server', '-c', conf, '-i', module]
    subprocess.run([*command, '--stop-after-init', '--no-http'], check=True)


def duplicate(source, target):
    """Copy a database."""
    conf = derive_conf(place_beside_conf(target) / 'odoo.conf', source)
    command = [sys.executable, '-m', 'odoo', 'db', '-c', conf, 'duplicate', source, target]
    subprocess.run(command, check=True)


def drop(database):
    """Drop a database that was used in this process."""
    Registry.delete(database)
    close_db(database)
    conf = place_beside_conf(database) / 'odoo.conf'
    command = [sys.executable, '-m', 'odoo', 'db', '-c', derive_conf(conf, database), 'drop']
    subprocess.run([*command, database], check=True)


def place_beside_conf(name):
    """Return a new directory that goes with the database of the benchmark."""
    place = Path(os.environ['ODOO_CONF']).with_name(name)
    place.mkdir(exist_ok=True)
    return place


# === THE YARDSTICK === #


def prepare_invoice(partner, number=0, **values):
    """Return the values of an untaxed customer invoice of one line."""
    line = {'name': f"Line {number}", 'price_unit': 100 + number, 'tax_ids': False}
    return {
        'move_type': 'out_invoice',
        'partner_id': partner.id,
        'invoice_date': date.today(),
        'invoice_line_ids': [Command.create(line)],
        **values,
    }


def seconds_to_post(env, count):
    """Return how long core takes to create and post invoices: what figures are scaled by."""
    partner = env['res.partner'].create({'name': "Yardstick"})

    def post():
        with env.cr.savepoint(flush=False) as savepoint:
            moves = env['account.move'].create([prepare_invoice(partner, n) for n in range(count)])
            moves.action_post()
            env.flush_all()
            savepoint.rollback()
        env.invalidate_all(flush=False)

    return median_seconds(post, repeat=3)


# === CLOCK AND RESULT === #


def measure(env, work, *, forget=True):
    """Return seconds and queries of `work()`, from empty caches to everything written.

    :param bool forget: False for caches as the work before has left them
    """
    env.flush_all()
    if forget:
        env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    work()
    env.cr.flush()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure_peak(work):
    """Return what `work()` returns, and by how many MB the process grew at its highest."""
    Path('/proc/self/clear_refs').write_text('5')  # the peak from now on (Linux, proc(5))
    before = read_peak_mb()
    result = work()
    return result, read_peak_mb() - before


def read_peak_mb():
    """Return the highest resident memory since the last reset."""
    status = Path('/proc/self/status').read_text()
    return int(re.search(r'VmHWM:\s*(\d+) kB', status)[1]) * 1024 / 1e6


def vacuum(database):
    """Let PostgreSQL forget the rows that a measurement has rolled back."""
    with odoo_env(database) as env:
        connection = env.cr._cnx
        connection.rollback()
        connection.autocommit = True
        env.cr.execute("VACUUM ANALYZE")
        connection.autocommit = False


def note(figures, **values):
    """Add figures, and tell them at once: a long measurement may be broken off."""
    figures.update(values)
    tell(", ".join(f"{name} {value:.4g}" for name, value in values.items()))


def median_seconds(work, repeat=5):
    """Return the median duration of `work()`."""
    durations = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def tell(text):
    """Say what is being done: a long measurement shows its progress."""
    sys.stderr.write(f'{time.strftime("%H:%M:%S")} {text}\n')


def report(title, numbers):
    """Print a table, and as the very last line one JSON object."""
    width = max(map(len, numbers))
    lines = [title, *(f'  {name:<{width}}  {value:>12,.4g}' for name, value in numbers.items())]
    sys.stdout.write('\n'.join(lines) + '\n' + json.dumps(numbers) + '\n')
