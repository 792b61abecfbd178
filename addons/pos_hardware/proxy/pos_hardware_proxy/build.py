"""From a configuration to a proxy that can be served."""

import asyncio
from functools import partial

from .config import Settings
from .contracts import JobKind, PrinterSettings
from .counter import Counter, Events
from .encoding import drawer_pulse, encode_image, encode_receipt, load_profile, logo_upload
from .errors import ConfigError
from .odoo import attended
from .printing import NO_LOGO, KeptLogo, NullPrinter, ReceiptPrinter
from .server import Access, make_app
from .spool import Spool
from .transport import open_transport
from .virtual import Devices, Scale, Scanner, VirtualPrinter, add_routes

# What stands on the counter of a newcomer: a receipt printer with a drawer, and one in the kitchen.
VIRTUAL_PRINTERS = (
    PrinterSettings('receipt', 'virtual', profile='TM-T88V', confirms=True, drawer='2'),
    PrinterSettings('kitchen', 'virtual', profile='TM-T88V', confirms=True),
)
ENCODERS = {JobKind.IMAGE: encode_image, JobKind.RECEIPT: encode_receipt}


def build(settings: Settings, *, virtual=False):
    """Return the application of a configuration; its printers start and stop with it.

    :param bool virtual: printers without hardware are allowed, and stand there if there is no other
    :raise ConfigError: what is configured cannot be
    :raise ProxyError: 'spool': the jobs on disk cannot be read or written
    """
    asked = settings.access
    access = Access(asked.token, asked.origins, asked.hosts, asked.token_required)
    printers = settings.printers or (VIRTUAL_PRINTERS if virtual else ())
    profiles = {printer.name: load_profile(printer) for printer in printers}
    lines = {printer.name: open_line(printer, profiles, virtual=virtual) for printer in printers}
    spool = Spool(settings.spool.path, keep=settings.spool.keep)
    counter = make_counter(printers, profiles, lines, spool, virtual=virtual)
    app = make_app(counter, access)
    if virtual:
        add_routes(app, devices_of(printers, lines, counter))
    app.cleanup_ctx.append(partial(working, counter))
    app.cleanup_ctx.append(partial(attending, settings))
    return app


def open_line(printer, profiles, *, virtual):
    """Return the transport of a printer; nothing is touched yet."""
    if printer.connection != 'virtual':
        return open_transport(printer)
    if not virtual:
        raise ConfigError(
            f"The printer {printer.name} is virtual: start with `serve --virtual`, or configure"
            " its real connection."
        )
    profile = profiles[printer.name]
    pages = {str(number): name for name, number in profile.code_pages}
    return VirtualPrinter(printer.name, dots=profile.dots, code_pages=pages)


def make_counter(printers, profiles, lines, spool, *, virtual):
    events = Events()
    working_printers = {
        printer.name: make_printer(
            printer, profiles[printer.name], lines[printer.name], spool, events
        )
        for printer in printers
    }
    return Counter(
        printers=working_printers or {'receipt': NullPrinter()},
        default=next(iter(working_printers), 'receipt'),
        drawer=next((printer.name for printer in printers if printer.drawer), ''),
        scale=Scale() if virtual else None,
        scanner=Scanner() if virtual else None,
        spool=spool,
        events=events,
        drivers={printer.name: f'{printer.connection} {printer.profile}' for printer in printers},
    )


def make_printer(printer, profile, line, spool, events):
    return ReceiptPrinter(
        printer,
        line,
        spool,
        events.publish,
        encode=partial(encode, profile),
        logo=KeptLogo(profile.logo.key, logo_upload(profile)) if profile.logo else NO_LOGO,
        pulse=drawer_pulse(printer.drawer) if printer.drawer else b'',
    )


def encode(profile, kind, content):
    """Return the printer bytes of a job's content."""
    return ENCODERS[kind](content, profile) if kind in ENCODERS else content


def devices_of(printers, lines, counter):
    """Return what the virtual page shows."""
    shown = {
        printer.name: lines[printer.name] for printer in printers if printer.connection == 'virtual'
    }
    drawer = shown[counter.drawer].drawer if counter.drawer in shown else None
    return Devices(shown, drawer, counter.scale, counter.scanner)


async def working(counter, _app):
    """Let the printers work while the application lives."""
    counter.spool.recover(counter.printers)
    for printer in counter.printers.values():
        printer.start()
    yield
    # All at once: each may wait for a job in the middle, and systemd waits 90 s for all of them.
    await asyncio.gather(
        *(asyncio.to_thread(printer.stop) for printer in counter.printers.values())
    )
    counter.spool.close()


async def attending(settings, app):
    """Let the paired Odoo be attended while the application lives."""
    async with attended(settings, app):
        yield
