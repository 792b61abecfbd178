"""The cable between a browser and Odoo where Odoo is served as on the internet: by https."""

import asyncio
import shlex
import ssl
import subprocess
import threading

BYTES = 65536
CERTIFICATE = (
    'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
    ' -subj /CN=shop -addext subjectAltName=IP:127.0.0.1'
    ' -keyout {folder}/key.pem -out {folder}/certificate.pem'
)


def make_certificate(folder):
    """Return the files of a certificate for 127.0.0.1 and its key that only we believe."""
    command = shlex.split(CERTIFICATE.format(folder=folder))
    subprocess.run(command, check=True, capture_output=True)
    return folder / 'certificate.pem', folder / 'key.pem'


class TlsCable:
    """What connects to `url` by TLS reaches the server at another port without it (RFC 8446).

    :param certificate: file, and that of its key
    """

    def __init__(self, target_port, certificate, key):
        self._target_port = target_port
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.url = f'https://127.0.0.1:{self.port}'

    async def _listen(self):
        self._server = await asyncio.start_server(self._connect, '127.0.0.1', 0, ssl=self._context)
        return self._server.sockets[0].getsockname()[1]

    async def _connect(self, reader, writer):
        theirs, ours = await asyncio.open_connection('127.0.0.1', self._target_port)
        await asyncio.gather(pass_on(reader, ours), pass_on(theirs, writer))


async def pass_on(reader, writer):
    """Pass everything on; one side that ends, ends both, for TLS has no half of a connection."""
    try:
        while data := await reader.read(BYTES):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass  # the other end went first: a browser does so all the time
    finally:
        writer.close()
