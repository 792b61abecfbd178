"""ESC/POS read byte by byte, as a receipt printer reads it; source: Epson's command reference."""

from .events import Answer, Cut, Pulse, Recover
from .machine import Interpreter
from .status import PrinterState
