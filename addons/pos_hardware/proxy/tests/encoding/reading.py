"""A strict reader of what the encoders write: an unexpected command is an error."""

from dataclasses import dataclass

from PIL import Image, ImageOps
from pos_hardware_proxy.contracts import PrinterSettings
from pos_hardware_proxy.encoding import load_profile

# command: how many bytes of parameters follow
FIXED = {
    b'\x1b@': 0,
    b'\x1bR': 1,
    b'\x1bt': 1,
    b'\x1ba': 1,
    b'\x1b!': 1,
    b'\x1bd': 1,
    b'\x1b3': 1,
    b'\x1b2': 0,
    b'\x1c.': 0,
    b'\x1d!': 1,
    b'\x1dV': 2,
    b'\x1dh': 1,
    b'\x1dw': 1,
    b'\x1dH': 1,
}


@dataclass
class Command:
    name: str  # e.g. 'ESC t', 'text'
    data: bytes = b''
    width: int = 0
    height: int = 0


def printer(profile='TM-T20II', **settings):
    return load_profile(PrinterSettings('counter', 'tcp', profile=profile, **settings))


def read(data):
    """Return the list of commands; raise ValueError for a byte that belongs to none."""
    commands, place = [], 0
    while place < len(data):
        command, place = _next(data, place)
        commands.append(command)
    return commands


def names(data):
    return [command.name for command in read(data)]


def _next(data, place):
    head = data[place : place + 2]
    if head in FIXED:
        end = place + 2 + FIXED[head]
        return Command(_name(head), data[place + 2 : end]), end
    if head == b'\x1dv':
        stride, height = (
            int.from_bytes(data[place + at : place + at + 2], 'little') for at in (4, 6)
        )
        end = place + 8 + stride * height
        return Command('GS v', data[place + 8 : end], stride * 8, height), end
    if head == b'\x1b*':
        end = place + 5 + int.from_bytes(data[place + 3 : place + 5], 'little')
        return Command('ESC *', data[place + 5 : end]), end
    if head in {b'\x1d(', b'\x1dk'}:
        bits = head == b'\x1d('
        length = int.from_bytes(data[place + 3 : place + 4 + bits], 'little')
        start = place + 4 + bits
        name = _name(head) + ' ' + (chr(data[place + 2]) if bits else str(data[place + 2]))
        return Command(name, data[start : start + length]), start + length
    if data[place] == 10:
        return Command('LF'), place + 1
    end = place
    while end < len(data) and (32 <= data[end] < 127 or data[end] >= 128):
        end += 1
    if end == place:
        raise ValueError(f"{data[place : place + 8]!r} at {place} is no command")
    return Command('text', data[place:end]), end


def _name(head):
    return {0x1B: 'ESC ', 0x1C: 'FS ', 0x1D: 'GS '}[head[0]] + chr(head[1])


def picture(data, width):
    """Return what GS v 0 puts on paper as a picture ('L', 0 is ink)."""
    slices = [command for command in read(data) if command.name == 'GS v']
    paper = Image.new('1', (width, sum(part.height for part in slices)))
    row = 0
    for part in slices:
        bits = Image.frombytes('1', (part.width, part.height), part.data)
        if part.width > width:
            raise ValueError(f"{part.width} dots are wider than the head of {width}")
        paper.paste(bits, (0, row))
        row += part.height
    return ImageOps.invert(paper.convert('L'))


def text(data, pages=None):
    """Return the native lines, each byte from 0x80 on by ``pages``, {number: name of a codec}."""
    page, lines = None, ['']
    for command in read(data):
        if command.name == 'ESC t':
            page = pages[command.data[0]]
        elif command.name == 'LF':
            lines.append('')
        elif command.name == 'text':
            lines[-1] += command.data.decode(page or 'ascii')
    return lines[:-1]
