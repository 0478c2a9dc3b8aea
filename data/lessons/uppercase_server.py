#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends what it receives back in capitals, to many clients at once."""

import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(client, address):
    """Runs in a thread of its own, so that it may wait for this client."""
    with client, client.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            client.sendall(line.upper().encode("utf-8"))
    print(address[0], "has left", flush=True)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
# Without this, the port is taken for a minute after the server has ended.
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", port))
server.listen()
print("waiting on port", server.getsockname()[1], flush=True)

while True:
    client, address = server.accept()
    print(address[0], "is here", flush=True)
    threading.Thread(target=serve, args=(client, address), daemon=True).start()
