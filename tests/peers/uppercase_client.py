#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends what is typed, while a thread prints whatever comes at any time.

usage: uppercase_client.py HOST PORT < lines
"""

import socket
import sys
import threading

host, port = sys.argv[1], int(sys.argv[2])


def read(client):
    while True:
        data = client.recv(1024)
        if not data:
            break
        print(data.decode(), end="", flush=True)


with socket.create_connection((host, port), timeout=10) as connection:
    reader = threading.Thread(target=read, args=(connection,))
    reader.start()
    for line in sys.stdin:
        connection.sendall(line.encode())
    connection.shutdown(socket.SHUT_WR)
    reader.join()
print("ended", flush=True)
