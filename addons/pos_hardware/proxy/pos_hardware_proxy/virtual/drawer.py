"""A cash drawer that hangs on a printer's socket."""

import threading


class Drawer:
    """Opens by a pulse on its pin and stays open until somebody closes it.

    :param int pin: 2 or 5; a pulse on the other one does nothing.
    """

    def __init__(self, pin=2):
        self.pin = pin
        self.is_open, self.openings = False, 0
        self.moved = lambda: None  # called after each opening and closing
        self._lock = threading.Lock()

    def pulse(self, pin):
        if pin != self.pin:
            return
        with self._lock:
            self.is_open, self.openings = True, self.openings + 1
        self.moved()

    def close(self):
        self.is_open = False
        self.moved()
