"""Knife, drawer, and what a printer tells of itself when it is asked in the stream."""

from .events import Answer, Cut, Pulse
from .shapes import counted, fixed
from .status import automatic_status, sensor_status
from .table import command

NAMES = {65: b'virtual', 66: b'pos_hardware', 67: b'Virtual printer', 68: b'0'}
"""``GS I``: firmware, maker, model and serial number."""
IDS = {1: b'\x20', 2: b'\x02', 3: b'\x01'}
"""``GS I``: model, type (it has a knife) and firmware as one byte."""


def cut(machine, partial):
    machine.line.flush()
    machine.paper.tear(cut=True)
    machine.emit(Cut(partial))


def cut_shape():
    """``GS V``: the forms that feed first (65, 66, 97, ...) tell how far."""
    mode = yield 1, 1
    return mode + (yield (1, 1) if mode[0] in {65, 66, 97, 98, 103, 104} else (0, 0))


@command(b'\x1dV', cut_shape)
def feed_and_cut(machine, parameters):
    if len(parameters) == 2:
        machine.line.end(parameters[1])
    cut(machine, partial=parameters[0] in {1, 49, 66, 98, 104})


@command(b'\x1bi', fixed(0))
@command(b'\x1bm', fixed(0))
def old_cut(machine, _parameters):
    cut(machine, partial=True)


@command(b'\x1bp', fixed(3))
def pulse(machine, parameters):
    pin = {0: 2, 48: 2, 1: 5, 49: 5}.get(parameters[0])
    if pin:
        machine.emit(Pulse(pin, parameters[1] * 2))


@command(b'\x1d(D', counted())
def enable_realtime(machine, data):
    """Pairs of which command and whether; only the pulse can be forbidden here."""
    for kind, on in zip(data[1::2], data[2::2], strict=False):
        if kind == 1:
            machine.realtime.pulses_enabled = bool(on & 1)


@command(b'\x1d(H', counted())
def process_id(machine, data):
    """Function 48: hand four characters back when all before them is printed."""
    if len(data) >= 6 and data[:2] == b'00':
        machine.emit(Answer(b'\x37\x22' + data[2:6] + b'\0'))


@command(b'\x1dr', fixed(1))
def transmit_status(machine, parameters):
    if answer := sensor_status(machine.state, parameters[0]):
        machine.emit(Answer(answer))


@command(b'\x1bv', fixed(0))
def transmit_paper_status(machine, _parameters):
    machine.emit(Answer(sensor_status(machine.state, 1)))


@command(b'\x1da', fixed(1))
def automatic(machine, parameters):
    """Switch the automatic status on; it is sent at once and then at each change."""
    machine.automatic = bool(parameters[0])
    if machine.automatic:
        machine.emit(Answer(automatic_status(machine.state)))


@command(b'\x1dI', fixed(1))
def identify(machine, parameters):
    kind = parameters[0]
    if kind in NAMES:
        machine.emit(Answer(b'_' + NAMES[kind] + b'\0'))
    elif (kind - 48 if kind >= 48 else kind) in IDS:
        machine.emit(Answer(IDS[kind - 48 if kind >= 48 else kind]))
