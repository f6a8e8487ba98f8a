"""Bring up loopback in a fresh network namespace, then become the command given.

    unshare --net python scripts/loopback_up.py COMMAND...

A new namespace has a loopback device that is down, and the programs that could bring it up are not installed
everywhere.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

# <linux/sockios.h> and <linux/if.h>
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1
INTERFACE_REQUEST = struct.Struct("16sH14x")


def main() -> None:
    """Set the device's UP flag and replace this process."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = fcntl.ioctl(control, SIOCGIFFLAGS, INTERFACE_REQUEST.pack(b"lo", 0))
        name, flags = INTERFACE_REQUEST.unpack(request)
        fcntl.ioctl(control, SIOCSIFFLAGS, INTERFACE_REQUEST.pack(name, flags | IFF_UP))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 (the command is the caller's own)


if __name__ == "__main__":
    main()
