#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed, and prints what comes back."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12345

server = socket.create_connection(("127.0.0.1", port))

for line in sys.stdin:
    data = line.encode("utf-8")
    server.sendall(data)

    # As many bytes come back as were sent, but perhaps not all at once.
    echo = b""
    while len(echo) < len(data):
        part = server.recv(1024)
        if not part:
            sys.exit("the server has gone")
        echo += part
    print("echo:", echo.decode("utf-8").rstrip("\n"), flush=True)

server.close()
print("ended", flush=True)
