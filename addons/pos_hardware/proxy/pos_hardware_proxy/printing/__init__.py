"""Printers at work: one thread each, which never claims a print that did not happen."""

from .limits import Limits
from .null import NullPrinter
from .logo import NO_LOGO, KeptLogo
from .printer import ReceiptPrinter
from .tickets import Ticket
