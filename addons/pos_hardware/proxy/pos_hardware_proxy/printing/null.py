"""The printer of a proxy that has none configured: it says so to everybody."""

from concurrent.futures import Future

from ..contracts import DeviceStatus, Fault
from ..errors import ProxyError
from .tickets import Ticket


class NullPrinter:
    """Looks like a ReceiptPrinter; every print and every pulse fails."""

    name = ''

    def start(self):
        """Nothing to start."""

    def stop(self):
        """Nothing to stop."""

    def submit(self, request):
        ticket = Ticket()
        for future in (ticket.accepted, ticket.ended):
            future.set_exception(_refusal())
        return ticket

    def cancel(self, uuid):
        return False

    def open_drawer(self, asked_at):
        future = Future()
        future.set_exception(_refusal())
        return future

    def status(self):
        return DeviceStatus(faults=frozenset({Fault.UNREACHABLE}))


def _refusal():
    return ProxyError(
        'not_configured',
        "No printer is configured: let 'pos-hardware-proxy detect' write the configuration",
    )
