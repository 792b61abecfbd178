"""A process with a spool and a printer, to be killed: child.py PORT SPOOL JOBS.

It hands in all jobs under the same uuids each time it runs, as a client does that got no answer,
and says which were accepted and how they ended.
"""

import os
import sys

from pos_hardware_proxy.contracts import JobKind, JobRequest, PrinterSettings
from pos_hardware_proxy.printing import ReceiptPrinter
from pos_hardware_proxy.spool import Spool
from pos_hardware_proxy.transport import open_transport

from .limits import LIMITS


def content(number):
    return b'<%d|%s|%d>' % (number, b'x' * 20_000, number)


def say(*words):
    """Write a line as a whole: a kill must not leave half of one."""
    os.write(1, f'{" ".join(map(str, words))}\n'.encode())


def main(port, path, count):
    spool = Spool(path)
    spool.recover()
    address = {'host': '127.0.0.1', 'port': int(port)}
    settings = PrinterSettings('bar', 'tcp', address, confirms=True)
    printer = ReceiptPrinter(
        settings,
        open_transport(settings),
        spool,
        lambda event: None,
        encode=lambda kind, content: content,
        limits=LIMITS,
    )
    printer.start()
    tickets = [
        printer.submit(JobRequest(f'job-{number}', 'bar', JobKind.RAW, content(number)))
        for number in range(int(count))
    ]
    for number, ticket in enumerate(tickets):
        ticket.accepted.result(10)
        say('accepted', number)
    for number, ticket in enumerate(tickets):
        say('ended', number, ticket.ended.result(10).state)
    printer.stop()


if __name__ == '__main__':
    main(*sys.argv[1:])
