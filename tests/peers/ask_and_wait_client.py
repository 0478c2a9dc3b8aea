#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends a request, waits for its answer, and so on until a person types “bye”.

usage: ask_and_wait_client.py HOST PORT < requests
"""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

with socket.create_connection((host, port), timeout=10) as server:
    for line in sys.stdin:
        request = line.rstrip("\n")
        server.sendall(request.encode())
        if request == "bye":
            break
        answer = server.recv(1024)
        if not answer:
            break
        print("answer:", answer.decode().rstrip("\r\n"), flush=True)
print("ended", flush=True)
