#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for one client, shows each request, and sends back what a person types.

usage: answer_by_hand_server.py HOST PORT

It ends with its client, or when either side says “bye”.
"""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

with socket.create_server((host, port)) as server:
    server.settimeout(10)
    print("waiting on port", server.getsockname()[1], flush=True)
    client, address = server.accept()

with client:
    client.settimeout(10)
    print("connected:", address[0], flush=True)
    while True:
        request = client.recv(1024).decode()
        if not request:
            break
        print("request:", request.rstrip("\r\n"), flush=True)
        if request.strip() == "bye":
            break
        answer = sys.stdin.readline().rstrip("\n")
        client.sendall(answer.encode())
        if answer in ("", "bye"):
            break
print("ended", flush=True)
