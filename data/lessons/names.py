#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name may have several addresses: try each until one answers."""

import socket
import sys

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]

try:
    found = socket.getaddrinfo("localhost", port, type=socket.SOCK_STREAM)
except socket.gaierror as error:
    sys.exit(f"localhost has no address here: {error.strerror}")

for family, kind, protocol, _, address in found:
    client = socket.socket(family, kind, protocol)
    try:
        client.connect(address)
        print("connected to", address[0])
        break
    except OSError as error:
        print(address[0], "failed:", error)
    finally:
        client.close()
server.close()
