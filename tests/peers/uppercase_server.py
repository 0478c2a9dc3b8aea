#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers each client in capitals; a thread for each of them.

usage: uppercase_server.py HOST PORT
"""

import socket
import sys
import threading

host, port = sys.argv[1], int(sys.argv[2])


def serve(client, address):
    client.settimeout(10)
    with client:
        while True:
            data = client.recv(1024)
            if not data:
                break
            print(address[0], data.decode().rstrip("\r\n"), flush=True)
            client.sendall(data.decode().upper().encode())
    print(address[0], "left", flush=True)


server = socket.create_server((host, port))
server.settimeout(10)
print("waiting on port", server.getsockname()[1], flush=True)

while True:
    try:
        connection, peer = server.accept()
    except TimeoutError:
        break
    threading.Thread(target=serve, args=(connection, peer), daemon=True).start()
