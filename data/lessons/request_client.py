#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed, and waits for its answer. “bye” ends it."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 5000

server = socket.create_connection(("127.0.0.1", port))
answers = server.makefile("r", encoding="utf-8")

for request in sys.stdin:
    server.sendall(request.encode("utf-8"))

    # It waits here as long as the server needs. Nothing means: it has gone.
    answer = answers.readline()
    if not answer:
        break
    print("answer:", answer.rstrip("\n"), flush=True)
    if request == "bye\n":
        break

server.close()
print("ended", flush=True)
