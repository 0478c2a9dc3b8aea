#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each datagram back in capitals, to whoever sent it."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", port))
print("waiting on port", server.getsockname()[1], flush=True)

# Nobody connects, so nobody is accepted: one socket hears all clients.
while True:
    # One datagram, whole, and the address that it came from.
    data, address = server.recvfrom(2048)
    print(address[0], "sent", len(data), "bytes", flush=True)
    server.sendto(data.decode("utf-8", "replace").upper().encode("utf-8"), address)
