"""The logo that a printer keeps in its memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptLogo:
    """A picture under a key.

    :param bytes key: two bytes made of the picture, so that another one has another key
    :param bytes upload: what puts it into the printer's memory; b'' without a logo
    """

    key: bytes
    upload: bytes


NO_LOGO = KeptLogo(b'', b'')
