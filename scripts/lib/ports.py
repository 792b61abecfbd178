"""Loopback ports: `free [FIRST]` prints one that is free, `owner PORT PID` tells whose it is."""

import os
import socket
import sys
from pathlib import Path


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
        except OSError:
            return False
    return True


def find_free(first):
    """Return the next free port from `first` on, or any one if `first` is 0."""
    if first:
        return next(port for port in range(first, first + 200) if is_free(port))
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def listening_inode(port):
    """Return the inode of the socket that listens on a loopback port, None if nothing does."""
    wanted = f'0100007F:{port:04X}'
    for line in Path('/proc/net/tcp').read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == wanted and fields[3] == '0A':
            return fields[9]
    return None


def is_owner(port, pid):
    """Tell whether the process itself holds the listening socket, whoever else answers there."""
    inode = listening_inode(port)
    folder = Path(f'/proc/{pid}/fd')
    if not inode or not folder.exists():
        return False
    links = (os.readlink(link) for link in folder.iterdir() if link.is_symlink())
    return f'socket:[{inode}]' in links


if __name__ == '__main__':
    if sys.argv[1] == 'free':
        sys.stdout.write(f'{find_free(int(sys.argv[2]) if len(sys.argv) > 2 else 0)}\n')
    else:
        sys.exit(0 if is_owner(int(sys.argv[2]), sys.argv[3]) else 1)
