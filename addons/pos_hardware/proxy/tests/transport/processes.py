"""Lines that live in another process, because of what it preloads or the Python that it needs."""

import json
import os
import subprocess
from pathlib import Path

from pos_hardware_proxy.errors import TransportError

PROXY = Path(__file__).parents[2]
SYSTEM_PYTHON = (
    '/usr/bin/python3'  # Debian's: the bindings of umockdev and of CUPS are its packages
)


class Talk:
    """A process that answers lines of JSON with lines of JSON."""

    def __init__(self, command, **environment):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROXY,
            env={**os.environ, **environment},
        )

    def ask(self, *request):
        self.process.stdin.write(json.dumps(request) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise AssertionError(f"The process ended: {self.process.wait()}")
        return json.loads(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


class Line:
    """The line under test, in the process of the client."""

    def __init__(self, client, **address):
        self._client, self._address = client, address

    def _call(self, name, *arguments):
        arguments = [a.hex() if isinstance(a, bytes) else a for a in arguments]
        answer = self._client.ask(name, self._address, arguments)
        if 'code' in answer:
            raise TransportError(answer['code'], answer['message'], answer['sent'])
        return answer['result']

    def open(self):
        self._call('open')

    def close(self):
        self._call('close')

    def write(self, data, timeout):
        self._call('write', data, timeout)

    def read(self, count, timeout):
        return bytes.fromhex(self._call('read', count, timeout))

    def drain(self):
        self._call('drain')

    @property
    def is_open(self):
        return self._call('is_open')
