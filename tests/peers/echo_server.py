#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends everything back to whoever sent it, one client after another.

usage: echo_server.py HOST PORT
"""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

server = socket.create_server((host, port))
server.settimeout(10)
print("waiting on port", server.getsockname()[1], flush=True)

while True:
    try:
        connection, address = server.accept()
    except TimeoutError:
        break
    connection.settimeout(10)
    print("connected:", address[0], flush=True)
    while True:
        data = connection.recv(1024)
        if not data:
            break
        print("received:", data, flush=True)
        connection.sendall(data)
    connection.close()
