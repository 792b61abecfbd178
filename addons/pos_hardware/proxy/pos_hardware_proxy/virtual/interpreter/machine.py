"""The interpreter: takes bytes in any pieces, draws on paper, tells what else happens."""

import re
from collections import Counter

from . import characters, codes, graphics, mechanics
from .characters import Style
from .events import Pulse
from .line import Line
from .realtime import RealTime
from .status import PrinterState
from .table import LEADS, LONGER, lookup

REGISTERED = (characters, codes, graphics, mechanics)
"""Each of them put its commands into the table when it was imported."""

TEXT = re.compile(rb'[\x20-\xff]+')


class Interpreter:
    """An ESC/POS printer's reading head.

    No bytes make it raise or wait; it keeps at most one command's data (``shapes.MAX_DATA``), the
    logos (``graphics.MEMORY``) and the page (``paper.MAX_ROWS``).

    :param Paper paper: what it prints on.
    :param PrinterState state: what it answers when asked.
    :param dict code_pages: the profile's ``codePages`` of python-escpos, number to name.

    ``commands`` counts what was obeyed, by the reference's names; ``text_bytes`` the printed ones.
    """

    def __init__(self, paper, state=None, code_pages=None):
        self.paper = paper
        self.state = state or PrinterState()
        self.code_pages = code_pages or characters.default_code_pages()
        self.commands = Counter()
        self.text_bytes = 0
        self.logos = graphics.Memory()
        self.reset()

    def reset(self):
        """Forget all but the paper and the logos, as after switching off and on."""
        self.realtime = RealTime(self.state)
        self.automatic = False
        self.clear()

    def clear(self):
        """Forget the command under way and all settings but those of ``GS a`` and ``GS ( D``."""
        self._command, self._left, self._kept, self._room = None, 0, bytearray(), 0
        self._events = []
        self.initialize()

    def initialize(self):
        """Set everything that ``ESC @`` sets."""
        self.style = Style(width=self.paper.dots)
        self.line = Line(self.paper, self.style)
        self.glyphs, self.downloads = {}, graphics.Memory()
        self.graphics, self.bit_image, self.symbols = None, None, codes.Symbols()
        self.bars = codes.Bars()

    def feed(self, data):
        """Take bytes; return the events in their order.

        Text and pictures go to the paper; see :mod:`.events` for what is returned.
        """
        events, start = [], 0
        for end, event in self.realtime.find(data):
            events += self.process(data[start:end])
            start = end
            if self.obeys(event):
                events.append(event)
        return events + self.process(data[start:])

    def obeys(self, event):
        """Tell whether a real-time event happens: a pulse does unless ``GS ( D`` forbade it."""
        return self.realtime.pulses_enabled or not isinstance(event, Pulse)

    def process(self, data):
        """Take bytes without looking for real-time commands; return the events."""
        at = 0
        while at < len(data):
            run = TEXT.match(data, at) if self._command is None else None
            if run:
                self.text_bytes += len(run[0])
                characters.print_text(self, run[0])
                at = run.end()
            else:
                at += self._fill(data, at)
        events, self._events = self._events, []
        return events

    def emit(self, event):
        self._events.append(event)

    def _fill(self, data, at):
        """Hand bytes to the command that waits for some; return how many it took."""
        if self._command is None:
            self._command = self._one_command()
            self._advance(None)
        part = data[at : at + self._left]
        self._kept += part[: self._room - len(self._kept)]
        self._left -= len(part)
        if not self._left:
            self._advance(bytes(self._kept))
        return len(part)

    def _advance(self, value):
        """Go on with the command until it needs bytes again or has ended."""
        try:
            self._left, self._room = self._command.send(value)
            while not self._left:
                self._left, self._room = self._command.send(b'')
        except StopIteration:
            self._command = None
        self._kept = bytearray()

    def _one_command(self):
        prefix = yield 1, 1
        if prefix[0] in LEADS:
            prefix += yield 1, 1
        if prefix in LONGER:
            prefix += yield 1, 1
        command = lookup(prefix)
        if command is None:
            self.commands['unknown'] += 1
            return
        parameters = yield from command.read()
        self.commands[command.name] += 1
        command.act(self, parameters)
