#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves one client after another and prints the IP and each message.

usage: ip_and_message_server.py HOST PORT [CLIENTS]

It ends after that many clients, or runs for ever.
"""

import itertools
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
rounds = range(int(sys.argv[3])) if len(sys.argv) > 3 else itertools.count()

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.settimeout(10)
    server.bind((host, port))
    server.listen(2)
    print("waiting on port", server.getsockname()[1], flush=True)

    for _ in rounds:
        client, address = server.accept()
        client.settimeout(10)
        with client:
            while True:
                message = client.recv(2048)
                if not message:
                    break
                print(address[0], message.decode(), flush=True)
        print(address[0], "left", flush=True)
