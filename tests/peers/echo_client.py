#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one message, says that it is done, and prints everything that comes.

usage: echo_client.py HOST PORT MESSAGE
"""

import socket
import sys

host, port, message = sys.argv[1], int(sys.argv[2]), sys.argv[3]

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.settimeout(10)
client.connect((host, port))
client.sendall(message.encode())
client.shutdown(socket.SHUT_WR)

while True:
    data = client.recv(1024)
    if not data:
        break
    print("received:", data.decode(), flush=True)

client.close()
