"""Print a test receipt by the proxy that runs, and tell what became of it."""

import sys
import uuid

from .running import ask, settings_of

SAMPLES = (
    "English: Total due",
    "Français : reçu, œuf, 5 €",
    "Ελληνικά: Απόδειξη",
    "Українська: чек, їжа",
)


def add_arguments(parser):
    parser.add_argument('printer', nargs='?', help="its name (default: the first one)")


def run(options):
    """Return 0 when it was printed, else 1."""
    settings = settings_of(options)
    printer = options.printer or first_printer(settings)
    job = ask(settings, 'POST', '/v1/jobs?wait=30', make_job(printer))
    sys.stdout.write(f'{printer}: {job["state"]}: {describe(job)}\n')
    return int(job['state'] != 'done')


def first_printer(settings):
    printers = ask(settings, 'GET', '/v1/devices')['printers']
    return next(printer['name'] for printer in printers if printer['default'])


def describe(job):
    if job['state'] != 'done':
        return job['message'] or "it has not ended yet"
    return "confirmed by the printer" if job['confirmed'] else "handed over whole"


def make_job(printer):
    lines = [
        {'type': 'logo'},
        {'type': 'text', 'text': "Test of the printer", 'align': 'center', 'bold': True},
        {'type': 'rule'},
        *({'type': 'text', 'text': sample} for sample in SAMPLES),
        {'type': 'columns', 'left': "Left", 'right': "Right", 'fill': '.'},
        {'type': 'qr', 'data': f'printer {printer}'},
        {'type': 'cut'},
    ]
    receipt = {'version': 1, 'lines': lines}
    return {'uuid': str(uuid.uuid4()), 'printer': printer, 'kind': 'receipt', 'receipt': receipt}
