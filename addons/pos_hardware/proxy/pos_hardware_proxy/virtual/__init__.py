"""Devices without hardware: what is printed becomes pictures, what may fail has a switch."""

from .drawer import Drawer
from .page import Devices, add_routes
from .printer import VirtualPrinter
from .scale import Scale
from .scanner import Scanner
from .tcp import TcpPrinter
