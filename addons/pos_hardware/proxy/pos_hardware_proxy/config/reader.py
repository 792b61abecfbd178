"""From a TOML file to settings; every mistake is named together with the place it stands at."""

import dataclasses
import difflib
import re
import tomllib
from pathlib import Path

from ..contracts import PrinterSettings
from ..errors import ConfigError
from .settings import AccessSettings, ServerSettings, Settings, SpoolSettings

MAX_BYTES = 256 * 1024  # a till with a hundred printers needs a tenth of it
TABLES = {'server': ServerSettings, 'access': AccessSettings, 'spool': SpoolSettings}
ADDRESS_KEYS = {
    'usb': {'vendor', 'product', 'serial'},
    'tcp': {'host', 'port'},
    'serial': {'url', 'baudrate', 'bytesize', 'parity', 'stopbits', 'flow'},
    'cups': {'queue', 'server'},
    'file': {'path'},
    'virtual': set(),
}
DRAWERS = ('', '2', '5')  # pins of the drawer's socket, as Epson numbers them
NAME = re.compile(r'[a-z0-9][a-z0-9_-]{0,31}')  # it stands in a path: /p/NAME
KINDS = {str: "a text", int: "a whole number", bool: "true or false", tuple: "a list of texts"}


def read_config(path):
    """Read and check a configuration file.

    :param path: of a TOML file in UTF-8
    :rtype: Settings
    :raise ConfigError: whose message names the file, the place and what to write instead
    """
    try:
        return parse_config(read_limited(Path(path)))
    except (OSError, ConfigError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {reason}") from error


def read_limited(path):
    with path.open('rb') as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ConfigError(f"is larger than {MAX_BYTES} bytes: this is no configuration.")
    return data


def parse_config(data):
    """Return the settings that the bytes of a TOML file describe.

    :raise ConfigError: see :func:`read_config`
    """
    try:
        tables = tomllib.loads(data.decode('utf-8-sig'))  # editors of Windows begin with a mark
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"is not TOML in UTF-8: {error}") from error
    refuse_unknown('the file', tables, {*TABLES, 'printers'})
    values = {name: read_table(name, tables.get(name, {}), kind) for name, kind in TABLES.items()}
    check_server(values['server'])
    check_access(values['access'])
    check_spool(values['spool'])
    return Settings(**values, printers=read_printers(tables.get('printers', {})))


def read_printers(tables):
    need_kind('printers', tables, dict, "tables such as [printers.receipt]")
    return tuple(read_printer(name, table) for name, table in tables.items())


def read_printer(name, table):
    place = f'printers.{name}'
    if not NAME.fullmatch(name):
        raise ConfigError(
            f"[{place}]: a printer's name has up to 32 small letters, digits, - and _,"
            " for it stands in an address."
        )
    need_kind(place, table, dict, "a table")
    connection = choose(place, 'connection', table.get('connection', ''), ADDRESS_KEYS)
    address_keys = ADDRESS_KEYS[connection]
    own = {key: value for key, value in table.items() if key not in address_keys}
    settings = read_table(place, own, PrinterSettings, name=name)
    choose(place, 'drawer', settings.drawer, DRAWERS)
    address = {key: table[key] for key in table.keys() & address_keys}
    return dataclasses.replace(settings, address=address)


def read_table(place, table, kind, **given):
    """Return a dataclass with the values of a table."""
    need_kind(place, table, dict, "a table")
    kinds = {field.name: field for field in dataclasses.fields(kind)}
    known = kinds.keys() - given.keys() - {'address'}
    refuse_unknown(f'[{place}]', table, known)
    values = {key: read_value(place, key, value, kinds[key].type) for key, value in table.items()}
    return kind(**values, **given)


def read_value(place, key, value, kind):
    """Return a value of a table in the type that its field has."""
    wanted = int if kind == int | None else kind
    if wanted is tuple:
        need_kind(f'{place}.{key}', value, list, KINDS[tuple])
        for part in value:
            need_kind(f'{place}.{key}', part, str, KINDS[tuple])
        return tuple(value)
    need_kind(f'{place}.{key}', value, wanted, KINDS[wanted])
    return value


def need_kind(place, value, kind, words):
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ConfigError(f"{place} has to be {words}.")


def refuse_unknown(place, table, known):
    for key in table.keys() - known:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}."
        raise ConfigError(f"{place} does not know {key!r}: {hint}")


def choose(place, key, value, known):
    if not isinstance(value, str) or value not in known:
        words = ', '.join(repr(word) for word in known if word)
        raise ConfigError(f"[{place}] {key} has to be one of {words}.")
    return value


def check_server(server):
    if not 1 <= server.port <= 65535:
        raise ConfigError("server.port has to be between 1 and 65535.")
    if not server.host.isprintable():
        raise ConfigError("server.host has to be a name or an address of this machine.")
    if bool(server.certificate) != bool(server.key):
        raise ConfigError("[server] certificate and key go together: name both, or none.")


def check_spool(spool):
    if not spool.path.strip() or not spool.path.isprintable():
        raise ConfigError("spool.path has to be the path of a file.")
    # Below, a uuid that comes again would soon be a new one, and print once more.
    if not 100 <= spool.keep <= 1_000_000:
        raise ConfigError("spool.keep has to be between 100 and 1000000.")


def check_access(access):
    """Check the token; origins and hosts are checked by who applies them, ``server.Access``."""
    if access.token and not re.fullmatch(r'[A-Za-z0-9_-]{16,128}', access.token):
        raise ConfigError(
            "access.token has to have 16 to 128 letters, digits, - and _,"
            " for it may stand in an address; `openssl rand -hex 24` makes one."
        )
