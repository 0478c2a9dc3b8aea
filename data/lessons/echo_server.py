#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends everything back to whoever sent it."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12345

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

    with client:
        # recv() waits until something comes; no bytes mean: the client has
        # closed its end.
        while data := client.recv(1024):
            print("received", len(data), "bytes", flush=True)
            # send() may take only a part of it, sendall() takes all.
            client.sendall(data)

    print(address[0], "has left", flush=True)
