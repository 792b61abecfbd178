"""Search for printers in the networks of this machine: TCP 9100 is asked, host by host."""

import asyncio
import ipaddress
import json
import logging
import shutil
import socket
import subprocess

LOG = logging.getLogger(__name__)
PORT = 9100
MAX_HOSTS = 254  # per network: a /24; of a larger one only the part around this machine
AT_ONCE = 64  # few enough for a small router's connection table
CONNECT_SECONDS = 0.6
ANSWER_SECONDS = 0.5
DLE_EOT_1 = b'\x10\x04\x01'  # only control characters: a printer of another kind prints nothing
GS_I_MODEL = b'\x1dIC'  # Epson's reference: GS I 67 answers '_', the name of the model, NUL
STATUS_MASK, STATUS_BITS = 0x93, 0x12  # the fixed bits in each answer to DLE EOT


def local_networks():
    """Return the IPv4 networks of this machine's interfaces, none larger than a /24."""
    return sorted({
        ipaddress.ip_interface(f'{address}/{max(prefix, 24)}').network
        for address, prefix in _own_addresses()
    })


def _own_addresses():
    if shutil.which('ip'):
        command = ['ip', '-j', '-4', 'addr', 'show', 'up']
        try:
            answer = subprocess.run(command, capture_output=True, timeout=5, check=True).stdout
            return [
                (found['local'], found['prefixlen'])
                for interface in json.loads(answer)
                for found in interface.get('addr_info', ())
                if found.get('scope') == 'global'
            ]
        except (subprocess.SubprocessError, ValueError) as error:  # e.g. one that writes no JSON
            LOG.info("ip cannot list the addresses: %s", error)
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError as error:
        LOG.info("The addresses of this machine are not known: %s", error)
        return []
    addresses = {entry[4][0] for entry in found}
    return [(text, 24) for text in addresses if not text.startswith('127.')]


def search(networks, port=PORT):
    """Return ``[(host, model)]`` of the hosts that listen on the port; model '' where none is told.

    :param networks: :class:`ipaddress.IPv4Network`; of each at most ``MAX_HOSTS`` are asked.
    """
    hosts = [str(host) for network in networks for host in list(network.hosts())[:MAX_HOSTS]]
    return asyncio.run(_ask_all(hosts, port))


async def _ask_all(hosts, port):
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(host):
        async with turn:
            return host, await _ask(host, port)

    answers = await asyncio.gather(*map(ask, hosts))
    return [(host, model) for host, model in answers if model is not None]


async def _ask(host, port):
    """Return the model, '' when it listens but tells none, None when nobody listens."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
    except OSError:  # the usual answer of a network's empty places; TimeoutError is one
        return None
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _model(reader, writer)
    except OSError as error:
        LOG.info("%s listens but tells no model: %s", host, error or 'no answer')
        return ''
    finally:
        writer.close()


async def _model(reader, writer):
    writer.write(DLE_EOT_1)
    status = await reader.read(1)
    if not status or status[0] & STATUS_MASK != STATUS_BITS:
        return ''  # it speaks something else: what follows might be printed
    writer.write(GS_I_MODEL)
    answer = b''
    while b'\0' not in answer and len(answer) < 80:
        part = await reader.read(80)
        if not part:
            break
        answer += part
    text = answer.partition(b'_')[2].partition(b'\0')[0].decode('ascii', 'replace')
    return ''.join(filter(str.isprintable, text)).strip()
