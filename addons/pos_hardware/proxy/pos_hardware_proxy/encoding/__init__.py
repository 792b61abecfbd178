"""Printer bytes out of pictures and structured receipts: pure functions, no devices.

They raise :class:`~..errors.BadInput` for what the sender has to change, and ``ConfigError`` for
what the one who installed the till has to change.
"""

from .commands import drawer_pulse
from .logo import logo_upload
from .picture import encode_image
from .profile import Profile, load_profile
from .receipt import encode_receipt
