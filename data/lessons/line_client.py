#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed. An empty line ends it."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8800

server = socket.create_connection(("127.0.0.1", port))

for line in sys.stdin:
    if line == "\n":
        break
    # The newline goes along: by it the server knows where the line ends.
    server.sendall(line.encode("utf-8"))

server.close()
print("ended", flush=True)
