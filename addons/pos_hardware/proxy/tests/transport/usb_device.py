"""A printer on USB that the kernel knows nothing of: it answers libusb's ioctls through umockdev.

Structures and numbers: linux/usbdevice_fs.h, on 64 bits.
"""

import collections
import errno
import struct
import time

import gi

gi.require_version('UMockdev', '1.0')
from gi.repository import GLib, UMockdev  # noqa: E402  the version comes first

NODE = '/dev/bus/usb/001/002'
URB = struct.Struct('<BBxxiIxxxxQiiiiiIQ')
STATUS, ACTUAL_LENGTH = 4, 28  # offsets in it
BULK, CONTROL = 3, 2
OUT, IN = 0x02, 0x81  # endpoints as no library presumes them
STRINGS = {0: b'\x09\x04', 1: 'Maker', 2: 'Receipt "Printer"', 3: 'SN-1'}


def descriptors():
    device = struct.pack(
        '<BBHBBBBHHHBBBB', 18, 1, 0x0200, 0, 0, 0, 64, 0x04B8, 0x0E28, 0x100, 1, 2, 3, 1
    )
    other = struct.pack('<BBBBBBBBB', 9, 4, 0, 0, 0, 255, 0, 0, 0)
    printer = struct.pack('<BBBBBBBBB', 9, 4, 1, 0, 2, 7, 1, 2, 0)
    ends = b''.join(struct.pack('<BBBBHB', 7, 5, end, 2, 64, 0) for end in (OUT, IN))
    body = other + printer + ends
    return device + struct.pack('<BBHBBBBB', 9, 2, 9 + len(body), 2, 1, 0, 0xC0, 1) + body


class Printer(UMockdev.IoctlBase):
    """Takes bytes at a rate, stops, dies, answers ``DLE EOT``; keeps the ioctls that it saw."""

    def __init__(self):
        super().__init__()
        self.renew()

    def renew(self, **faults):
        self.received, self.answers = bytearray(), bytearray()
        self.calls, self.driver, self.claimed = [], 'usblp', False
        self.urbs = collections.OrderedDict()  # address in the client → Transfer
        self.rate, self.stop_after, self.die_after, self.dead = 1e9, None, None, False
        self.mute, self.busy = False, False
        self.change(**faults)

    def change(self, **faults):
        for name, value in faults.items():
            setattr(self, name, value)

    def do_handle_ioctl(self, client):
        number = client.get_request() & 0xFF
        name = NAMES.get(number, f'ioctl {number:#x}')
        if name not in {'submit', 'reap'}:
            self.calls.append(name)
        if self.dead and name != 'reap':
            client.complete(-1, errno.ENODEV)
            return True
        getattr(self, 'on_' + name, self.on_other)(client)
        return True

    def on_other(self, client):
        client.complete(0, 0)

    def on_capabilities(self, client):
        client.get_arg().resolve(0, 4).update(0, [0, 0, 0, 0])
        client.complete(0, 0)

    def on_driver(self, client):
        if not self.driver:
            client.complete(-1, errno.ENODATA)
            return
        data = client.get_arg().resolve(0, 260)
        data.update(4, list(self.driver.encode() + b'\0'))
        client.complete(0, 0)

    def on_set_configuration(self, client):
        self.calls[-1] += (
            f' {struct.unpack("<i", bytes(client.get_arg().resolve(0, 4).retrieve()))[0]}'
        )
        client.complete(0, 0)

    def on_claim(self, client):
        taken = bool(self.driver) or self.busy
        client.complete(-1 if taken else 0, errno.EBUSY if taken else 0)

    def on_inner(self, client):
        _interface, code, _data = struct.unpack(
            '<iiQ', bytes(client.get_arg().resolve(0, 16).retrieve())
        )
        name = {22: 'detach', 23: 'attach'}[code & 0xFF]
        self.calls[-1] = name
        self.driver = 'usblp' if name == 'attach' else None
        client.complete(0, 0)

    def on_submit(self, client):
        urb = client.get_arg().resolve(0, URB.size)
        fields = URB.unpack(bytes(urb.retrieve()))
        kind, endpoint, buffer, size = fields[0], fields[1], fields[4], fields[5]
        content = urb.resolve(16, size) if size and buffer else None
        address = urb.client_addr
        self.urbs[address] = Transfer(self, client, kind, endpoint, urb, content, size)
        client.complete(0, 0)

    def on_discard(self, client):
        address = struct.unpack('<Q', bytes(client.get_arg().retrieve()))[0]
        transfer = self.urbs.get(address)
        if transfer is None:
            client.complete(-1, errno.EINVAL)
            return
        transfer.cancel()
        client.complete(0, 0)

    def on_reap(self, client, tries=0):
        for address, transfer in self.urbs.items():
            if transfer.client == client and transfer.step():  # each open file has its own
                del self.urbs[address]
                client.get_arg().resolve(0, 8).set_ptr(0, transfer.urb)
                client.complete(0, 0)
                return False
        # The node is a file, always ready: libusb would ask without a pause.
        if tries:
            client.complete(-1, errno.ENODEV if self.dead else errno.EAGAIN)
        else:
            GLib.timeout_add(1, self.on_reap, client, 1)
        return False


class Transfer:
    """One URB on its way."""

    def __init__(self, printer, client, kind, endpoint, urb, content, size):
        self.printer, self.client, self.kind, self.endpoint = printer, client, kind, endpoint
        self.urb, self.content, self.size = urb, content, size
        self.taken, self.last, self.cancelled = 0, time.monotonic(), False

    def cancel(self):
        self.cancelled = True

    def step(self):
        """Tell whether it ended; its result is written into the client's memory then."""
        if self.printer.dead:
            return self.end(-errno.ESHUTDOWN)
        done = self.control() if self.kind == CONTROL else self.bulk()
        if done:
            return self.end(-errno.ESHUTDOWN if self.printer.dead else 0)
        return self.cancelled and self.end(-errno.ENOENT)

    def end(self, status):
        self.urb.update(STATUS, list(struct.pack('<i', status)))
        self.urb.update(ACTUAL_LENGTH, list(struct.pack('<i', self.taken)))
        return True

    def bulk(self):
        return self.give() if self.endpoint & 0x80 else self.take()

    def give(self):
        answer = bytes(self.printer.answers[: self.size])
        del self.printer.answers[: self.size]
        if answer:
            self.content.update(0, list(answer))
        self.taken = len(answer)
        return bool(answer)

    def take(self):
        printer, now = self.printer, time.monotonic()
        packets = int((now - self.last) * printer.rate) // 64
        self.last += packets * 64 / printer.rate
        count = min(packets * 64, self.size - self.taken)
        for end in (printer.stop_after, printer.die_after):
            if end is not None:
                count = max(0, min(count, end - len(printer.received)))
        if count:
            data = bytes(self.content.retrieve())[self.taken : self.taken + count]
            self.taken += count
            printer.received += data
            if data.endswith(b'\x10\x04\x01') and not printer.mute:
                printer.answers += b'\x12'
        if printer.die_after is not None and len(printer.received) >= printer.die_after:
            printer.dead = True
        return printer.dead or self.taken == self.size

    def control(self):
        """Answer GET_DESCRIPTOR of a string (USB 2.0, 9.4.3); other requests get no data."""
        setup = struct.unpack('<BBHHH', bytes(self.content.retrieve())[:8])
        if setup[:2] == (0x80, 6) and setup[2] >> 8 == 3:
            text = STRINGS[setup[2] & 0xFF]
            text = text if isinstance(text, bytes) else text.encode('utf-16-le')
            answer = (bytes([len(text) + 2, 3]) + text)[: setup[4]]
            self.content.update(8, list(answer))
            self.taken = len(answer)
        return True


NAMES = {
    4: 'set_interface', 5: 'set_configuration', 8: 'driver', 10: 'submit', 11: 'discard',
    12: 'reap', 13: 'reap', 15: 'claim', 16: 'release', 18: 'inner', 20: 'reset', 21: 'clear_halt',
    26: 'capabilities',
}  # fmt: skip
