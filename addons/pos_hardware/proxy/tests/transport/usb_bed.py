"""A bed for tests with a USB printer in it, plugged in and out on command.

Runs under the system's Python (umockdev's bindings are Debian packages); commands and answers are
lines of JSON on its standard input and output.
"""

import json
import sys

import gi

gi.require_version('UMockdev', '1.0')
from gi.repository import GLib, UMockdev  # noqa: E402  the version comes first
from usb_device import NODE, Printer, descriptors  # noqa: E402  it needs the version as well

DEVICE = '/devices/usb1/1-1'


class Bed:
    """The commands."""

    def __init__(self):
        self.testbed, self.printer, self.plugged = UMockdev.Testbed.new(), Printer(), False

    def root(self):
        return self.testbed.get_root_dir()

    def plug(self, configured=True, **faults):
        self.printer.renew(**faults)
        if self.plugged:
            self.unplug()
        self.testbed.add_from_string(
            f'P: {DEVICE}\nN: {NODE[5:]}\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: BUSNUM=001\n'
            f'E: DEVNUM=002\nE: DEVNAME={NODE}\nE: DEVTYPE=usb_device\n'
            f'A: bConfigurationValue={1 if configured else 0}\\n\nA: busnum=1\\n\nA: devnum=2\\n\n'
            f'A: speed=12\\n\nH: descriptors={descriptors().hex()}\n'
        )
        self.testbed.attach_ioctl(NODE, self.printer)
        self.testbed.uevent('/sys' + DEVICE, 'add')
        self.plugged, self.printer.dead = True, False

    def unplug(self):
        self.printer.dead = True
        self.testbed.detach_ioctl(NODE)
        self.testbed.uevent('/sys' + DEVICE, 'remove')
        self.testbed.remove_device('/sys' + DEVICE)
        self.plugged = False

    def change(self, **faults):
        self.printer.change(**faults)

    def received(self):
        return self.printer.received.hex()

    def say(self, answer):
        self.printer.answers += bytes.fromhex(answer)

    def calls(self):
        return self.printer.calls


def main():
    bed, loop = Bed(), GLib.MainLoop()

    def obey(_stream, _condition):
        text = sys.stdin.readline()
        if not text:
            loop.quit()
            return False
        name, arguments = json.loads(text)
        answer = 'failed'  # its traceback is on standard error, and nobody waits for ever
        try:
            answer = getattr(bed, name)(**arguments)
        finally:
            sys.stdout.write(json.dumps(answer) + '\n')
            sys.stdout.flush()
        return True

    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, obey)
    loop.run()


if __name__ == '__main__':
    main()
