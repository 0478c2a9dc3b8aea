#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints each line that a client sends, with the client's IP address."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8800

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
# Without this, the port is taken for a minute after the server has ended.
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", port))
server.listen()
print("waiting on port", server.getsockname()[1], flush=True)

while True:
    # A new socket for this client; the others wait in the backlog.
    client, address = server.accept()
    print(address[0], "is here", flush=True)

    # TCP knows no lines: what comes may be half of one, or three. A file
    # collects the bytes until there is a newline.
    with client, client.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            print(address[0], "says:", line.rstrip("\n"), flush=True)

    print(address[0], "has left", flush=True)
