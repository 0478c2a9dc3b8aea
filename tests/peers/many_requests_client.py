#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes several clients ask several requests each, all at the same time.

usage: many_requests_client.py HOST PORT CLIENTS REQUESTS

Each waits for the answer to one request before it sends the next, and prints
what it asked and what it was told.
"""

import socket
import sys
import threading

host, port = sys.argv[1], int(sys.argv[2])
clients, requests = int(sys.argv[3]), int(sys.argv[4])


def ask(name):
    with socket.create_connection((host, port), timeout=10) as server:
        lines = server.makefile("rw", encoding="utf-8", newline="\n")
        for number in range(1, requests + 1):
            request = f"request {number} of client {name}"
            lines.write(request + "\n")
            lines.flush()
            answer = lines.readline().rstrip("\n")
            print(f"{request} -> {answer}\n", end="", flush=True)


threads = [threading.Thread(target=ask, args=(name,)) for name in range(1, clients + 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("ended", flush=True)
